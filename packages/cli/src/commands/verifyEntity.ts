import type { Cause, Verdict } from '@countersign/domain';
import { askCatalog } from '../portal/askCatalog';
import type { Portal } from '../portal/askPortal';
import { readPortal } from '../portal/readPortal';
import { readToken } from '../portal/readToken';
import {
  artifactsAnnotation,
  entityArtifacts,
  type EntityArtifact,
} from '../entity/entityArtifacts';
import { endingOf, type Ending } from '../exit/exitCodes';
import { usageOf, type Look } from '../look/Look';
import { UsageError } from '../options/UsageError';
import { humanReport, plainJson, shown, type Report } from '../output';
import type { Policy } from '../policy/Policy';
import { portalPolicy } from '../policy/portalPolicy';
import {
  readPolicy,
  signerOptions,
  type SignerOptions,
} from '../policy/readPolicy';
import type { Surroundings } from '../Surroundings';
import { answer, asksAboutContent, conclude } from '../verdict/answer';

type Values = SignerOptions & {
  portal: string | undefined;
  'token-env': string | undefined;
  'allow-host': string[];
  json: boolean;
} & Record<'bundle' | 'environment' | 'kind' | 'format', string | undefined>;

/** S4.5: from the strongest that speaks against it. */
const worst: Verdict[] = ['untrusted', 'inconclusive', 'unsigned', 'trusted'];

/**
 * `ct verify --entity`: everything that an entity of a portal's catalog names. Ends as the worst of them does, and never
 * with zero where nothing is named.
 */
export async function verifyEntity(
  ref: string,
  given: { values: Values; positionals: string[] },
  surroundings: Surroundings,
): Promise<Ending> {
  const { values } = given;
  const portal = portalOf(ref, given, surroundings);
  const ownPolicy = hasSigners(values)
    ? await readPolicy(values, surroundings)
    : undefined;
  try {
    const { annotations } = await askCatalog(portal, ref);
    const text = annotations[artifactsAnnotation];
    if (text === undefined)
      throw new Error(`${ref} names no artifact (${artifactsAnnotation})`);
    const policy = ownPolicy ?? (await portalPolicy(portal, surroundings));
    const reports: Report[] = [];
    for (const artifact of entityArtifacts(text))
      reports.push(await reportOn(artifact, policy, values, surroundings));
    await say(ref, reports, values, surroundings);
    return endingOf(worstOf(reports));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    await sayNothing(ref, (error as Error).message, values, surroundings);
    return 'inconclusive';
  }
}

function portalOf(
  ref: string,
  { values, positionals }: { values: Values; positionals: string[] },
  surroundings: Surroundings,
): Portal {
  if (!/^[a-z][a-z0-9-]*:(?:[a-z0-9._-]+\/)?[a-z0-9._-]+$/i.test(ref))
    throw new UsageError(`--entity: "${ref}" is not like component:payments`);
  if (positionals.length > 0)
    throw new UsageError(
      `--entity says what is verified, and "${positionals[0]}" is another one`,
    );
  for (const name of ['bundle', 'environment', 'kind', 'format'] as const)
    if (values[name] !== undefined)
      throw new UsageError(`--${name} and --entity exclude each other`);
  if (values.portal === undefined)
    throw new UsageError('--portal is missing: whose catalog is it?');
  return {
    portal: readPortal(values.portal),
    token: readToken(values['token-env'], surroundings),
  };
}

function hasSigners(values: Values): boolean {
  return Object.keys(signerOptions).some(
    name => values[name as keyof SignerOptions] !== undefined,
  );
}

async function reportOn(
  artifact: EntityArtifact,
  policy: Policy,
  values: Values,
  surroundings: Surroundings,
): Promise<Report> {
  const question = {
    policy,
    wantsAll: values.json || asksAboutContent(policy),
  };
  const unseen = (reference: string, code: Cause['code'], message: string) =>
    conclude(
      notLooked(
        reference,
        { code, origin: 'configuration', message },
        surroundings,
      ),
      question,
      surroundings,
    );
  if ('problem' in artifact)
    return unseen(artifactsAnnotation, 'annotation-invalid', artifact.problem);
  const { reference, environment, kind } = artifact;
  const stranger = hostsIn(reference).find(
    host => !values['allow-host'].includes(host),
  );
  if (stranger !== undefined)
    return unseen(
      reference.text,
      'host-not-allowed',
      `The entity names the host ${stranger}; it is contacted where --allow-host names it.`,
    );
  return answer(
    { type: 'remote', reference },
    { ...question, environment, kind },
    values,
    surroundings,
  );
}

/** Whoever writes an entity must not choose to whom this machine speaks, and who gets its credentials. */
function hostsIn(
  reference: Extract<EntityArtifact, { reference: unknown }>['reference'],
): string[] {
  return [
    reference.host,
    ...(reference.type === 'file' && reference.bundleUrl !== undefined
      ? [new URL(reference.bundleUrl).host]
      : []),
  ];
}

function notLooked(
  reference: string,
  cause: Cause,
  { now }: Surroundings,
): Look {
  const at = now().toISOString();
  return {
    usage: usageOf(reference),
    resolution: { status: 'failed', at, cause },
    ...{ collections: [], materials: [] },
  };
}

function worstOf(reports: Report[]): Verdict {
  return (
    worst.find(verdict => reports.some(one => one.verdict === verdict)) ??
    'inconclusive'
  );
}

async function say(
  entity: string,
  reports: Report[],
  { json }: Values,
  { print }: Surroundings,
): Promise<void> {
  const told = {
    ...{ version: 1, command: 'verify entity', entity },
    ...{ verdict: worstOf(reports), artifacts: reports },
  };
  await print(
    json ? `${plainJson(told)}\n` : reports.map(humanReport).join('\n'),
  );
}

async function sayNothing(
  entity: string,
  message: string,
  { json }: Values,
  { print }: Surroundings,
): Promise<void> {
  const told = {
    ...{ version: 1, command: 'verify entity', entity },
    ...{ verdict: 'inconclusive', artifacts: [], message },
  };
  await print(
    json ? `${plainJson(told)}\n` : `could not tell: ${shown(message, 500)}\n`,
  );
}
