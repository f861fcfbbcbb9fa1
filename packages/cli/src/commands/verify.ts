import type { ArtifactKind, Evidence } from '@countersign/domain';
import { endingOf, type Ending } from '../exit/exitCodes';
import { readArtifact, type Artifact } from '../look/Artifact';
import { readKind } from '../look/kind';
import type { Look } from '../look/Look';
import { lookerFor } from '../look/Looker';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import {
  githubReport,
  humanReport,
  plainJson,
  reportOf,
  writeSummary,
  type Report,
} from '../output';
import type { Policy } from '../policy/Policy';
import { readPolicy, signerOptions } from '../policy/readPolicy';
import type { Surroundings } from '../Surroundings';
import { judgeLook } from '../verdict/judgeLook';
import { proveEach } from '../verdict/prove';

const kinds = {
  ...signerOptions,
  bundle: 'text',
  environment: 'text',
  kind: 'text',
  'allow-host': 'list',
  json: 'switch',
  format: 'text',
} as const;

/** `ct verify`: who signed it, and were they allowed to? */
export async function verify(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const format = formatOf(values);
  const kind = readKind(values.kind);
  const name = onlyPositional(positionals, 'image or file');
  const policy = await readPolicy(values, surroundings);
  const artifact = readArtifact(name, values.bundle);
  const question = {
    policy,
    environment: values.environment,
    kind,
    wantsAll: format === 'json' || asksAboutContent(policy),
  };

  const report = await answer(artifact, question, values, surroundings);
  await say(report, format, surroundings);
  return endingOf(report.verdict);
}

interface Question {
  policy: Policy;
  environment?: string;
  /** What it is said to be. */
  kind?: ArtifactKind;
  /** Every signature is verified, also after the first one that is accepted. */
  wantsAll: boolean;
}

async function answer(
  artifact: Artifact,
  question: Question,
  options: { 'allow-host': string[] },
  surroundings: Surroundings,
): Promise<Report> {
  const looker = lookerFor(artifact, options['allow-host'], surroundings);
  try {
    const look = await looker.look();
    const report = conclude(look, question, surroundings);
    // What an index lacks its children may have (S8.2); what it has they cannot take away, but for its kind (S3.1).
    const hasChildren = look.collections.some(one => one.children?.length);
    const isMet = report.verdict === 'trusted' && question.kind === undefined;
    if (isMet || !hasChildren) return report;
    const whole = await looker.lookAtChildren(look);
    return conclude(whole, question, surroundings);
  } finally {
    looker.close();
  }
}

function conclude(
  look: Look,
  { policy, environment, kind, wantsAll }: Question,
  surroundings: Surroundings,
): Report {
  const now = surroundings.now();
  const evidence: Evidence[] = [];
  const context = { now, environment, kind };
  const judged = () => judgeLook(look, evidence, policy, context);
  for (const proven of proveEach(look, policy.authorities, now)) {
    evidence.push(...proven);
    // S4.1: one is enough, and what comes after it takes nothing away.
    if (!wantsAll && judged().verdict === 'trusted') break;
  }
  return reportOf(look, evidence, judged());
}

/** Requirements about content take the newest of all statements (S4.2), so that each has to be seen. */
function asksAboutContent({ rules }: Policy): boolean {
  return rules.some(rule => rule.requirements !== undefined);
}

type Format = 'human' | 'json' | 'github';

function formatOf(options: { json: boolean; format?: string }): Format {
  const { json, format } = options;
  if (format !== undefined && format !== 'github')
    throw new UsageError(`--format knows "github" only, not "${format}"`);
  if (json && format)
    throw new UsageError('--json and --format exclude each other');
  if (json) return 'json';
  return format ?? 'human';
}

async function say(
  report: Report,
  format: Format,
  surroundings: Surroundings,
): Promise<void> {
  if (format === 'json') {
    await surroundings.print(`${plainJson(report)}\n`);
    return;
  }
  if (format === 'github') await writeSummary(report, surroundings);
  const text = format === 'github' ? githubReport(report) : humanReport(report);
  await surroundings.print(text);
}
