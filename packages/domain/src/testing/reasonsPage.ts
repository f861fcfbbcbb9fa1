import {
  allExplanations,
  type Explanation,
  type Mover,
} from '../explanation/explanation';

const movers: Record<Mover, string> = {
  team: 'the team that owns the service',
  platform: 'the platform team',
  security: 'the security team',
  operators: 'the operators of the portal',
  nobody: 'nobody',
};

/** The page `docs/reasons.md`, made from the table that the product itself shows. */
export function reasonsPage(): string {
  const explanations = allExplanations();
  const section = (about: Explanation['about']) =>
    explanations.filter(one => one.about === about).map(entry);
  return [
    '# Reasons and findings',
    '<!-- Generated from packages/domain/src/explanation/table.ts; docs/testing.md says how. -->',
    'Every verdict has one leading reason with a stable code. `GET /api/provenance/reasons` serves the same table.',
    '## Reasons',
    ...section('verdict'),
    '## Findings',
    'A finding is something that happened to an artifact, whatever its verdict.',
    ...section('finding'),
  ]
    .join('\n\n')
    .concat('\n');
}

function entry({
  about,
  code,
  title,
  sentence,
  mover,
  fix,
  origin,
  alarm,
}: Explanation) {
  return [
    `<a id="${about}-${code}"></a>`,
    `### ${code}`,
    `**${title}.** ${plain(sentence)}`,
    [
      `- Whose move: ${movers[mover]}`,
      `- Fix: ${plain(fix)}`,
      ...(origin ? [`- Origin: ${origin}`] : []),
      ...(alarm ? ['- An alarm: shown red whatever the mode'] : []),
    ].join('\n'),
  ].join('\n\n');
}

/** Places as emphasised words; clauses that depend on them without their brackets. */
function plain(template: string): string {
  return template.replace(/[[\]]/g, '').replace(/\{(\w+)\}/g, '_$1_');
}
