import type { Digest, Evidence } from '@countersign/domain';
import type { Authority, Material } from '@countersign/verifier';
import type { Observer } from '../health/Observer';
import { inOrder } from './inOrder';
import type { CountedRevisions } from './JudgeContext';
import type { Verification } from './Verification';

/**
 * Failures that the clock alone can mend or that a busy machine can cause. All others are facts about bytes and are
 * not verified again until an input changes.
 */
const maybeTheClock: ReadonlySet<string> = new Set([
  'certificate-not-valid-at-signing',
  'time-unproven',
  'log-proof-invalid',
  'limit-exceeded',
]);

/**
 * Verifications of one usage at the same time: a stranger decides how many materials there are, and others share the
 * workers.
 */
const atOnce = 4;

/**
 * Verifies every material under every authority that has not said its final word about it yet.
 *
 * @param materials - asked for only when something has to be verified
 * @returns the new evidence alone
 */
export async function completeEvidence(options: {
  subject: Digest;
  materials: readonly Digest[];
  load(digests: Digest[]): Promise<Material[]>;
  known: Evidence[];
  authorities: Authority[];
  verification: Pick<Verification, 'revision' | 'verify'>;
  observer: Pick<Observer, 'count'>;
  now: Date;
}): Promise<Evidence[]> {
  const { subject, authorities, verification, observer, now } = options;
  const open = openAuthorities(options);
  const all = [...new Set(options.materials)];
  const wanted = all.filter(m => open(m).length > 0);
  const misses = wanted.flatMap(open).length;
  const hits = all.length * authorities.length - misses;
  observer.count('cache', { cache: 'evidence', result: 'hit' }, hits);
  observer.count('cache', { cache: 'evidence', result: 'miss' }, misses);
  const loaded = await options.load(wanted);
  const pairs = loaded.flatMap(material =>
    open(material.digest).map(authority => ({ material, authority })),
  );
  return inOrder(pairs, atOnce, ({ material, authority }) =>
    verification.verify(material, { subject, authority, now }),
  );
}

/** Which authorities have not said their final word about a material yet. */
export function openAuthorities({
  known,
  authorities,
  verification,
}: {
  known: Evidence[];
  authorities: Authority[];
  verification: Pick<Verification, 'revision'>;
}): (material: Digest) => Authority[] {
  const settled = new Set(
    known
      .filter(one => one.verifierRevision === verification.revision)
      .filter(
        one =>
          one.outcome.status === 'proven' ||
          !maybeTheClock.has(one.outcome.code),
      )
      .map(one => `${one.material} ${one.authorityDigest}`),
  );
  return material =>
    authorities.filter(a => !settled.has(`${material} ${a.digest}`));
}

/**
 * The evidence that a judge should see: of each subject, material and authority the newest revision, under the names
 * that the authorities have now. What an authority proved that is gone keeps its old name, and what a revision proved
 * that is unsafe does not count (S6.4).
 *
 * @param counted - whose evidence counts; absent: of every revision
 */
export function evidenceInForce(
  evidence: Evidence[],
  authorities: Authority[],
  counted?: CountedRevisions,
): Evidence[] {
  const newest = new Map<string, Evidence>();
  for (const one of evidence.filter(e => counts(e, counted))) {
    const key = `${one.subject} ${one.material} ${one.authorityDigest}`;
    const other = newest.get(key);
    if (!other || one.verifierRevision >= other.verifierRevision)
      newest.set(key, one);
  }
  return [...newest.values()].flatMap(one => {
    const names = authorities
      .filter(a => a.digest === one.authorityDigest)
      .map(a => a.name);
    return names.length === 0
      ? [one]
      : names.map(authority => ({ ...one, authority }));
  });
}

/**
 * What a newer release proved and this one does not know how, counts for the newer one alone: after a rollback
 * everything has to follow from the verifier that runs.
 */
export function counts(
  { verifierRevision }: Evidence,
  counted: CountedRevisions | undefined,
): boolean {
  if (!counted) return true;
  const { revision, unsafeRevisions } = counted;
  return verifierRevision <= revision && !unsafeRevisions.has(verifierRevision);
}

/** Evidence with what was verified again in place of what it replaces. */
export function withFresh(before: Evidence[], fresh: Evidence[]): Evidence[] {
  const replaced = new Set(fresh.map(keyOf));
  return [...before.filter(one => !replaced.has(keyOf(one))), ...fresh];
}

function keyOf({
  subject,
  material,
  authorityDigest,
  verifierRevision,
}: Evidence): string {
  return `${subject} ${material} ${authorityDigest} ${verifierRevision}`;
}
