import type { Digest } from '@countersign/domain';
import type { Artifact } from '../world/Artifact';
import type { Attachment } from '../world/attachments';
import type { Configuration, RulePlan } from '../world/Configuration';
import type { Records, UsageRecord } from './Record';
import { truthOf, type Sight, type Truth, type TrustedNow } from './truth';

/** What may be said of a usage now. */
export interface Expectation {
  /** What would have been said at some moment since the last look that nothing was wrong with. */
  truths: Truth[];
  /** Whether "could not tell" may be said although it is none of these. */
  mayBeUnknown: boolean;
}

const day = 24 * 3_600_000;

/** All that a backend may say that has looked when this record says, and not since. */
export function expectationOf(options: {
  artifact: Artifact;
  environment: string;
  record: UsageRecord;
  records: Records;
  configuration: Configuration;
  trusted: TrustedNow;
  now: number;
}): Expectation {
  const { artifact, environment, record, records, configuration } = options;
  const rules = rulesFor(configuration, artifact, environment);
  const targets = [...new Set(artifact.target.since(record.clean?.tick ?? 0))];
  const truths = targets
    .flatMap(digest => sightsOf(artifact, digest, record, records))
    .map(sight => truthOf(rules, sight, options.trusted));
  return {
    truths,
    mayBeUnknown:
      record.clean === undefined ||
      record.isDisturbed ||
      targets.length > 1 ||
      options.now - Date.parse(record.clean.at) > day ||
      [...record.troubles].some(trouble => trouble !== 'infrastructure'),
  };
}

/** What is true at this moment, whoever has looked or not. */
export function truthNow(options: {
  artifact: Artifact;
  environment: string;
  configuration: Configuration;
  trusted: TrustedNow;
}): Truth {
  const { artifact, environment, configuration, trusted } = options;
  const digest = artifact.target.current;
  const beside = (one: Digest) => artifact.attachments(one).current;
  return truthOf(
    rulesFor(configuration, artifact, environment),
    {
      digests: [digest, ...artifact.children(digest)],
      own: beside(digest),
      children: artifact.children(digest).map(beside),
    },
    trusted,
  );
}

function rulesFor(
  { rules }: Configuration,
  artifact: Artifact,
  environment: string,
): RulePlan[] {
  return rules.filter(
    rule =>
      !rule.isDropped &&
      (rule.environments?.includes(environment) ?? true) &&
      speaksOf(rule.references, artifact.repository),
  );
}

function speaksOf(references: string, repository: string): boolean {
  return references.endsWith('**')
    ? repository.startsWith(references.slice(0, -2))
    : repository === references;
}

/** Every combination of what lay beside a digest, and beside what it lists, while nobody could know better. */
function sightsOf(
  artifact: Artifact,
  digest: Digest,
  { clean }: UsageRecord,
  records: Records,
): Sight[] {
  // Looks at other usages of the digest count as well, and are older or younger than this one's.
  const since = (one: Digest) => {
    const tick = Math.min(clean?.tick ?? 0, records.knownSince(artifact, one));
    return artifact.attachments(one).since(tick);
  };
  const listed = artifact.children(digest);
  const digests = [digest, ...listed];
  return since(digest).flatMap(own =>
    combinations(listed.map(since)).map(children => ({
      digests,
      own,
      children,
    })),
  );
}

function combinations(
  choices: (readonly Attachment[])[][],
): (readonly Attachment[])[][] {
  return choices.reduce<(readonly Attachment[])[][]>(
    (before, choice) =>
      before.flatMap(done => choice.map(one => [...done, one])),
    [[]],
  );
}
