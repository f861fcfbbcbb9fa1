import { lintWords } from '../registry/lint';
import { knownIssuers } from '../registry/issuers';

/** The page `docs/acceptance-lint.md`, made from the tables that the product itself shows. */
export function lintPage(): string {
  const words = Object.entries(lintWords);
  const section = (severity: string) =>
    words
      .filter(([, one]) => one.severity === severity)
      .map(([code, { sentence, why, fix, isWaivable }]) =>
        [
          `<a id="${code}"></a>`,
          `### ${code}`,
          `**${plain(sentence)}** ${plain(why)}`,
          [
            `- Fix: ${plain(fix)}`,
            ...(isWaivable ? ['- A reviewed waiver lets it pass.'] : []),
          ].join('\n'),
        ].join('\n\n'),
      );
  return [
    '# Linting the acceptance list',
    '<!-- Generated from packages/domain/src/registry/lint/codes.ts; docs/testing.md says how. -->',
    'The strict parser refuses what cannot be read. The linter says what somebody would regret about a list that can: an **error** blocks, a **warning** needs a sentence by its author; in a proposal only one that is new, and not what the version in force says as well. [`ct registry lint FILE`](cli.md#ct-registry-lint-file) runs it. It changes nothing about what a list means, and a portal starts with findings as it did without.',
    '## Errors',
    ...section('error'),
    '## Warnings',
    ...section('warning'),
    '## Known issuers',
    'What the linter knows of them, and what to know before a signer of one is accepted. A rule may name any other issuer.',
    ...knownIssuers.map(({ title, issuers, example, notes }) =>
      [
        `### ${title}`,
        [
          ...issuers.map(issuer => `- Issuer: \`${issuer}\``),
          `- Subject: \`${example}\``,
          ...notes.map(note => `- ${note}`),
        ].join('\n'),
      ].join('\n\n'),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Places as emphasised words, stars as they are typed. */
function plain(template: string): string {
  return template
    .replace(/"([^"]*\*[^"]*)"/g, '`$1`')
    .replace(/(refs\/\S*\*)/g, '`$1`')
    .replace(/\{(\w+)\}/g, '_$1_');
}
