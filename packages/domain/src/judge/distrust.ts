import type { Collection, IndexChild } from '../records/collection';
import type { Digest } from '../records/digest';
import type { Evidence } from '../records/evidence';
import type { CertificateIdentity } from '../records/signer';
import type { Reason } from '../records/verdict';
import type { DistrustEntry } from '../registry/distrust';
import { describeSigner } from '../text/describeSigner';
import { effectiveTime } from './effectiveTime';
import { fitsPattern } from './fitsPattern';
import type { JudgeInput } from './input';
import type { ProvenSigner } from './matchSigner';
import type { Outcome } from './outcome';

type Inputs = Pick<JudgeInput, 'registry' | 'authorities' | 'now'>;

/**
 * The entry by which proven evidence counts for nothing: its signer is distrusted and nothing proves that the signature
 * is older than that (S7.2), or what was signed is.
 */
export function distrustOfEvidence(
  evidence: Evidence,
  input: Inputs,
): DistrustEntry | undefined {
  if (evidence.outcome.status !== 'proven') return undefined;
  return (input.registry.distrust ?? []).find(
    entry =>
      holds(entry, input.now) &&
      means(entry, evidence, input) &&
      ('digest' in entry || !isOlder(evidence, entry)),
  );
}

/**
 * The name of a distrusted key that could not be loaded, where this evidence was made with a key: it may be the same one
 * under another name, and a fault must not make anything trusted (S5.3).
 */
export function maybeDistrustedKey(
  evidence: Evidence,
  { registry, authorities, now }: Inputs,
): string | undefined {
  if (evidence.signer?.type !== 'key') return undefined;
  const missing = authorities.filter(({ status }) => status === 'failed');
  for (const entry of registry.distrust ?? []) {
    if (!('key' in entry) || !holds(entry, now) || isOlder(evidence, entry))
      continue;
    if (missing.some(({ name }) => name === entry.key)) return entry.key;
  }
  return undefined;
}

/** Whether an entry speaks of evidence at all, whatever the time. */
export function means(
  entry: DistrustEntry,
  evidence: ProvenSigner & Partial<Pick<Evidence, 'subject' | 'logEntry'>>,
  { authorities }: Pick<JudgeInput, 'authorities'>,
): boolean {
  const { signer, authority, logEntry } = evidence;
  if ('digest' in entry) return evidence.subject === entry.digest;
  if ('authority' in entry) return authority === entry.authority;
  if ('log' in entry) return logEntry?.logId.toLowerCase() === entry.log;
  if ('workflow' in entry)
    return (
      signer?.type === 'certificate' &&
      workflowsOf(signer).some(one => fitsPattern(entry.workflow, one))
    );
  if ('key' in entry)
    return (
      signer?.type === 'key' &&
      (authority === entry.key || isKeyOf(entry.key, signer, authorities))
    );
  const { identity } = entry;
  return (
    signer?.type === 'certificate' &&
    signer.issuer === identity.issuer &&
    fitsPattern(identity.subject, signer.subject) &&
    (identity.authority ?? authority) === authority
  );
}

/**
 * Whether somebody is distrusted as a signer, whatever they signed and when. For who suggests rules; no verdict depends
 * on it.
 *
 * @public
 */
export function isDistrusted(
  signer: ProvenSigner,
  { registry, authorities }: Pick<JudgeInput, 'registry' | 'authorities'>,
): boolean {
  return (registry.distrust ?? []).some(
    entry =>
      !('digest' in entry) &&
      !('log' in entry) &&
      means(entry, signer, { authorities }),
  );
}

/** Every workflow that a certificate names, without the ref behind its last `@`. */
function workflowsOf({
  subject,
  subjectType,
  claims,
}: Pick<CertificateIdentity, 'subject' | 'subjectType' | 'claims'>) {
  const named = [
    subjectType === 'uri' ? subject : undefined,
    claims.buildSignerUri,
    claims.buildConfigUri,
  ];
  return named.flatMap(one => {
    if (one === undefined) return [];
    const ref = one.lastIndexOf('@');
    return ref > 0 ? [one.slice(0, ref)] : [one];
  });
}

/** A key that two authorities hold, with different windows for instance, is one key. */
function isKeyOf(
  name: string,
  { fingerprint }: { fingerprint?: Digest },
  authorities: JudgeInput['authorities'],
): boolean {
  return (
    fingerprint !== undefined &&
    authorities.some(
      one =>
        one.name === name &&
        one.status === 'loaded' &&
        one.fingerprint === fingerprint,
    )
  );
}

/** Before its instant an entry says nothing: whatever is here now is older than that. */
function holds({ from }: DistrustEntry, now: string): boolean {
  return from === undefined || !(Date.parse(now) < Date.parse(from));
}

function isOlder(evidence: Evidence, entry: DistrustEntry): boolean {
  // Whoever does not believe a log does not believe what it says of the time.
  if ('log' in entry) return false;
  const { from } = entry;
  const at = effectiveTime(evidence);
  return at !== undefined && from !== undefined && at < Date.parse(from);
}

/**
 * What a distrusted digest makes of a usage: `untrusted`, whoever signed it and whether or not it can be looked at.
 *
 * S8.2: trust flows down and distrust flows up. Whoever runs an index runs what it lists, so that a distrusted image in
 * it is run as well, however the index was signed. An index that is distrusted vouches for nothing that it lists, and
 * takes nothing from it either: anybody can make a list of other people's images.
 */
export function distrustOfDigest(
  digest: Digest | undefined,
  input: JudgeInput,
): Outcome | undefined {
  const entries = (input.registry.distrust ?? []).filter(
    entry => 'digest' in entry && holds(entry, input.now),
  );
  if (digest === undefined || entries.length === 0) return undefined;
  const inside = withChildren(digest, input.collections);
  const entry = entries.find(one => 'digest' in one && inside.has(one.digest));
  return entry && { verdict: 'untrusted', reason: distrusted(entry) };
}

/** The digest and everything that it lists, themselves or through others, as far as anybody looked. */
function withChildren(digest: Digest, collections: Collection[]): Set<Digest> {
  const lists = new Map<Digest, IndexChild[]>();
  for (const { subject, children } of collections)
    if (children && !lists.has(subject)) lists.set(subject, children);
  const found = new Set([digest]);
  // A set gives back what is added while it is walked, and each once: no list leads round in a circle.
  for (const one of found)
    for (const child of lists.get(one) ?? []) found.add(child.digest);
  return found;
}

/** Why, in words, and which entry it was: the same for all whom it hits. */
export function distrusted(entry: DistrustEntry, evidence?: Evidence): Reason {
  const isOfSigner = !('digest' in entry);
  const { reason, runbook, from } = entry;
  const signer =
    evidence?.signer && describeSigner(evidence.signer, evidence.authority);
  return {
    code: 'distrusted',
    parameters: {
      distrusted:
        isOfSigner && signer !== undefined ? signer : describeTarget(entry),
      because: reason,
      entry: targetOf(entry),
      ...(signer !== undefined && { signer }),
      ...(runbook !== undefined && { runbook }),
      ...(isOfSigner && from !== undefined && { from }),
    },
  };
}

function describeTarget(entry: DistrustEntry): string {
  if ('digest' in entry) return `The artifact ${entry.digest}`;
  if ('key' in entry) return `Key “${entry.key}”`;
  if ('workflow' in entry) return `The workflow ${entry.workflow}`;
  if ('authority' in entry) return `The authority “${entry.authority}”`;
  if ('log' in entry) return `The log ${entry.log}`;
  return `${entry.identity.issuer} · ${entry.identity.subject}`;
}

/** The entry's exact target: what is told together, and what a person looks for in the list. */
function targetOf(entry: DistrustEntry): string {
  if ('digest' in entry) return `digest ${entry.digest}`;
  if ('key' in entry) return `key ${entry.key}`;
  if ('workflow' in entry) return `workflow ${entry.workflow}`;
  if ('authority' in entry) return `authority ${entry.authority}`;
  if ('log' in entry) return `log ${entry.log}`;
  const { authority, issuer, subject } = entry.identity;
  return ['identity', authority ?? '*', issuer, subject].join(' ');
}
