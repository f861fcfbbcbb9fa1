import { isDeepStrictEqual } from 'node:util';
import {
  explain,
  type ArtifactKind,
  type CauseOrigin,
  type Digest,
  type Evidence,
  type Judgement,
  type MaterialTrace,
  type Reason,
  type SourceReport,
  type Verdict,
} from '@countersign/domain';
import type { Look } from '../look/Look';
import { fixes } from './fixes';

/**
 * What `verify --json` prints. Fields are added, never renamed or removed, while `version` stays.
 *
 * @public
 */
export interface Report {
  version: 1;
  command: 'verify';
  /** As it was typed. */
  reference: string;
  /** What the reference led to; absent where it led nowhere. */
  digest?: Digest;
  /** What its bytes can be; empty where they contradict themselves, absent where nothing is certain. */
  kinds?: ArtifactKind[];
  verdict: Verdict;
  reason: ReasonReport;
  /** For `inconclusive`: whose doing it is. */
  origin?: CauseOrigin;
  /** What each rule that applied says. */
  rules: { name: string; verdict: Verdict; reason: ReasonReport }[];
  /** How many signatures were found. */
  found: number;
  /**
   * The signatures that were verified: the accepted ones first, then those that the reason speaks of; with `--json` all
   * that were found.
   */
  signatures: SignatureReport[];
  /** Why it could not be looked at, where it could not. */
  problem?: { code: string; message: string };
  /** Where signatures were looked for, and how that went. */
  sources: SourceLook[];
}

/**
 * How looking at one place went, for the artifact itself or for a child of an index.
 *
 * @public
 */
export type SourceLook = { subject: Digest } & SourceReport;

/**
 * A reason in words.
 *
 * @public
 */
export interface ReasonReport {
  /** One of the closed set of codes in docs/reasons.md. */
  code: string;
  title: string;
  sentence: string;
  fix: string;
}

/**
 * One signature under the authority that says most about it. Everything that it says about itself (`signer`,
 * `statement`) is proven only where `isProven` is true.
 *
 * @public
 */
export interface SignatureReport {
  /** Digest of the signed material. */
  material: Digest;
  /** The digest that it was found for: the artifact's own, or that of a child of an index. */
  subject: Digest;
  source: string;
  format: string;
  /** Under which authority it was tried. */
  authority: string;
  isProven: boolean;
  /** Why it proves nothing, where it does not. */
  problem?: { code: string; message: string };
  signer?: Evidence['signer'];
  statement?: Evidence['statement'];
  logEntry?: Evidence['logEntry'];
  provenTimes: string[];
  proofs: Evidence['proofs'];
}

/**
 * What `inspect --json` prints: who signed, and nothing about whether they may.
 *
 * @public
 */
export type Inspection = Pick<
  Report,
  | 'version'
  | 'reference'
  | 'digest'
  | 'kinds'
  | 'problem'
  | 'signatures'
  | 'sources'
> & { command: 'inspect' };

/** The answer of `verify`. */
export function reportOf(
  look: Look,
  evidence: Evidence[],
  judgement: Judgement,
): Report {
  const rank = ranking(judgement);
  const { digest } = look.usage;
  return {
    version: 1,
    command: 'verify',
    reference: look.usage.reference,
    ...(digest && { digest }),
    ...kindsOf(look),
    verdict: judgement.verdict,
    reason: inWords(judgement.reason),
    ...(judgement.origin && { origin: judgement.origin }),
    rules: judgement.rules.map(({ rule, verdict, reason }) => ({
      name: rule,
      verdict,
      reason: inWords(reason),
    })),
    found: look.materials.length,
    ...problemOf(look),
    signatures: signaturesOf(look, evidence).sort(
      (a, b) => rank(a.material) - rank(b.material),
    ),
    sources: sourcesOf(look),
  };
}

/**
 * The accepted signatures first, then those that the reason speaks of: otherwise a stranger's signature that is listed
 * before them would be shown as if it were what the reason is about.
 */
function ranking({ reason, rules }: Judgement): (material: Digest) => number {
  const traces = rules.flatMap(({ materials }) => materials);
  const those = (holds: (trace: MaterialTrace) => boolean) =>
    new Set(traces.filter(holds).map(({ material }) => material));
  const accepted = those(trace => trace.accepted);
  const meant = those(trace => isDeepStrictEqual(trace.reason, reason));
  return material => {
    if (accepted.has(material)) return 0;
    return meant.has(material) ? 1 : 2;
  };
}

/** The answer of `inspect`. */
export function inspectionOf(look: Look, evidence: Evidence[]): Inspection {
  const { digest, reference } = look.usage;
  return {
    version: 1,
    command: 'inspect',
    reference,
    ...(digest && { digest }),
    ...kindsOf(look),
    ...problemOf(look),
    signatures: signaturesOf(look, evidence),
    sources: sourcesOf(look),
  };
}

function inWords(reason: Reason): ReasonReport {
  const { code, title, sentence, fix } = explain(reason);
  return { code, title, sentence, fix: fixes[reason.code] ?? fix };
}

function kindsOf({ collections, usage }: Look): Pick<Report, 'kinds'> {
  const own = collections.find(({ subject }) => subject === usage.digest);
  return own?.kinds ? { kinds: own.kinds } : {};
}

function problemOf({ resolution }: Look): Pick<Report, 'problem'> {
  if (resolution.status !== 'failed') return {};
  const { code, message } = resolution.cause;
  return { problem: { code, message } };
}

/** Those of the children too: what could not be seen there must not look like nothing (S1.2). */
function sourcesOf(look: Look): SourceLook[] {
  return look.collections.flatMap(({ subject, sources }) =>
    sources.map(source => ({ subject, ...source })),
  );
}

function signaturesOf(look: Look, evidence: Evidence[]): SignatureReport[] {
  return look.materials.flatMap(({ subject, material }) => {
    const tried = evidence.filter(
      one => one.material === material.digest && one.subject === subject,
    );
    const best =
      tried.find(({ outcome }) => outcome.status === 'proven') ??
      tried.find(
        ({ outcome }) =>
          outcome.status === 'failed' && outcome.code !== 'unknown-authority',
      ) ??
      tried[0];
    return best ? [signatureOf(material.source, best)] : [];
  });
}

function signatureOf(source: string, evidence: Evidence): SignatureReport {
  const { outcome, signer, statement, logEntry } = evidence;
  const isProven = outcome.status === 'proven';
  return {
    material: evidence.material,
    subject: evidence.subject,
    source,
    format: evidence.format,
    authority: evidence.authority,
    isProven,
    ...(outcome.status === 'failed' && {
      problem: { code: outcome.code, message: outcome.message },
    }),
    ...(signer && { signer }),
    ...(statement && { statement }),
    ...(logEntry && { logEntry }),
    provenTimes: isProven ? outcome.provenTimes : [],
    proofs: evidence.proofs,
  };
}
