import { matchSigner, noEntity, type ProvenSigner } from '../judge';
import { lint, type LintOptions } from '../registry/lint';
import { ConfigurationError } from '../registry/parse';
import { readRule } from '../registry/parse/readRule';
import type {
  AcceptanceRule,
  CertificateSigner,
  RuleSigner,
} from '../registry/rule';
import { narrowestClaims } from './narrowestClaims';

/**
 * What was seen of somebody who signs what runs.
 *
 * @public
 */
export interface SeenSigning {
  /** Each way in which they signed, as proven. */
  signers: readonly ProvenSigner[];
  /** Of what they signed. */
  repositories: readonly string[];
  /** In which that runs; none, where none is declared: then it is the rule of every environment. */
  environments: readonly string[];
}

/**
 * A rule as configuration writes it, or why there is none.
 *
 * @public
 */
export type NarrowestRule = { rule: AcceptanceRule } | { why: string };

/** More than a person reads before they agree. */
const most = { signers: 20, repositories: 100 };

/**
 * The narrowest rule that accepts what was seen: exactly these repositories, environments, authorities, issuers and
 * workflows, and the source that all certificates name. Only several version tags become all of them, so that the next
 * release is accepted as well. It observes.
 *
 * @param name - of the rule
 * @param options - what the linter knows of the portal; what it calls an error is not suggested
 * @public
 */
export function narrowestRule(
  name: string,
  seen: SeenSigning,
  options: LintOptions = {},
): NarrowestRule {
  const { repositories, environments } = seen;
  const why = obstacleIn(seen);
  if (why !== undefined) return { why };
  const rule: AcceptanceRule = {
    name,
    references: [...new Set(repositories)].sort(),
    ...(environments.length > 0 && {
      environments: [...new Set(environments)].sort(),
    }),
    mode: 'observe',
    signers: signersFor(seen.signers),
  };
  const problem = problemOf(rule, seen, options);
  return problem === undefined ? { rule } : { why: problem };
}

/** A star means something in a rule, and there is no way to write that it does not. */
function obstacleIn({ signers, repositories }: SeenSigning) {
  if (signers.some(hasStar))
    return 'Its subject has a star, which a rule would take for any text.';
  if (repositories.length === 0)
    return 'It is not known which repository it signs.';
  if (repositories.some(one => one.includes('*')))
    return 'The address of what it signs has a star, which a rule would take for any text.';
  if (new Set(repositories).size > most.repositories)
    return `It signs more than ${most.repositories} repositories; a rule for it is for a person to write.`;
  return undefined;
}

function hasStar({ signer }: ProvenSigner): boolean {
  return signer?.type === 'certificate' && signer.subject.includes('*');
}

function signersFor(seen: readonly ProvenSigner[]): RuleSigner[] {
  const groups = new Map<string, ProvenSigner[]>();
  for (const one of seen) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => alternativesFor(group));
}

function keyOf({ authority, signer }: ProvenSigner): string {
  return JSON.stringify(
    signer?.type === 'certificate'
      ? [authority, signer.issuer, cut(signer).workflow]
      : [authority],
  );
}

/** One for each ref, and one for all of its version tags. */
function alternativesFor(group: ProvenSigner[]): RuleSigner[] {
  const [{ authority, signer }] = group;
  if (signer?.type !== 'certificate') return [{ key: authority }];
  const { issuer } = signer;
  const certificates = group.flatMap(one =>
    one.signer?.type === 'certificate' ? [one.signer] : [],
  );
  const claims = narrowestClaims(issuer, certificates);
  const subjects = widened(certificates.map(({ subject }) => subject));
  return subjects.map(
    (subject): CertificateSigner => ({
      ...{ authority, issuer, subject },
      ...(claims && { claims }),
    }),
  );
}

const versionTag = /@refs\/tags\/v[0-9][^/@]*$/;

function widened(all: string[]): string[] {
  const subjects = [...new Set(all)].sort();
  const versions = subjects.filter(one => versionTag.test(one));
  if (versions.length < 2) return subjects;
  const others = subjects.filter(one => !versionTag.test(one));
  const [first] = versions;
  return [first.replace(versionTag, '@refs/tags/v*'), ...others];
}

/** In an e-mail address the part behind the @ is the owner, not a ref. */
function cut({
  subject,
  subjectType,
}: {
  subject: string;
  subjectType: string;
}) {
  const at = subjectType === 'uri' ? subject.lastIndexOf('@') : -1;
  return { workflow: at < 1 ? subject : subject.slice(0, at) };
}

/** Held to the strict parser, the judge and the linter: what any of them has something against is nobody's suggestion. */
function problemOf(
  rule: AcceptanceRule,
  { signers }: SeenSigning,
  options: LintOptions,
): string | undefined {
  if (rule.signers.length > most.signers)
    return `It signs at more than ${most.signers} refs that are no version tags; a rule for it is for a person to write.`;
  try {
    readRule(rule, 'rule');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return `A rule for it could not be read: ${error.problem}.`;
  }
  const isWhole = signers.every(
    one => matchSigner(one, rule.signers, noEntity)?.code === 'accepted',
  );
  if (!isWhole) return 'No rule can be written that accepts it.';
  return lint({ initial: [rule] }, options).find(
    ({ severity }) => severity === 'error',
  )?.sentence;
}
