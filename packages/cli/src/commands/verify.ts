import { endingOf, type Ending } from '../exit/exitCodes';
import { readArtifact } from '../look/Artifact';
import { readKind } from '../look/kind';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import {
  githubReport,
  humanReport,
  plainJson,
  writeSummary,
  type Report,
} from '../output';
import { readPolicy, signerOptions } from '../policy/readPolicy';
import type { Surroundings } from '../Surroundings';
import { answer, asksAboutContent } from '../verdict/answer';
import { verifyEntity } from './verifyEntity';

const kinds = {
  ...signerOptions,
  entity: 'text',
  portal: 'text',
  'token-env': 'text',
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
  if (values.entity !== undefined)
    return verifyEntity(values.entity, { values, positionals }, surroundings);
  for (const name of ['portal', 'token-env'] as const)
    if (values[name] !== undefined)
      throw new UsageError(`--${name} belongs to --entity`);
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
