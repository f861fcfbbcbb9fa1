import type { Cause } from '../records/cause';
import {
  isComplete,
  obstaclesOf,
  provesAbsence,
  type Collection,
  type MaterialEntry,
  type SourceReport,
} from '../records/collection';
import type { Digest } from '../records/digest';
import type { JudgeInput } from './input';
import { ancestorsOf } from './lineage';

/** A material, and the digest that it is about: the one that is judged, or an index that lists it (S8.2). */
export type SeenMaterial = MaterialEntry & { subject: Digest };

/** What can be said about a digest now, whatever the rules. */
export type Knowledge =
  /** Nothing may be said; `cause` says why. */
  | { status: 'unknown'; cause: Cause | 'not-checked-yet' }
  | {
      status: 'known';
      materials: SeenMaterial[];
      /** Every source was seen to the end, so that an empty list means "not signed" (S5.4). */
      absenceProven: boolean;
      /** What kept the look from being finished, or what a complete one could not read. */
      obstacle?: Cause;
    };

const tooManyIndexes: Cause = {
  code: 'limit-exceeded',
  origin: 'material',
  message: 'more indexes list this digest than are followed',
};

type Known = Extract<Knowledge, { status: 'known' }>;

const kept = new WeakMap<JudgeInput, Map<Digest | undefined, Knowledge>>();

/**
 * What is known of a digest and of the indexes that list it: what is signed there covers it (S8.2).
 *
 * Found out once for each judgement, whatever the number of rules.
 *
 * @param input - of one judgement alone, and not changed during it
 * @param subject - absent where the usage's reference leads to no digest yet
 */
export function knowledgeOf(
  input: JudgeInput,
  subject: Digest | undefined,
): Knowledge {
  const known = kept.get(input) ?? new Map<Digest | undefined, Knowledge>();
  kept.set(input, known);
  const knowledge = known.get(subject) ?? findOut(input, subject);
  known.set(subject, knowledge);
  return knowledge;
}

function findOut(input: JudgeInput, subject: Digest | undefined): Knowledge {
  const own = ownKnowledge(input, subject);
  if (own.status === 'unknown' || subject === undefined) return own;
  const { ancestors, cut } = ancestorsOf(subject, input.collections);
  // An index that was deleted, or that nobody has looked at for too long, says nothing any more; one that could not be
  // read may hold what is missing.
  const above = ancestors
    .map(index => ownKnowledge(input, index))
    .filter(isKnown);
  const all = [own, ...above];
  const obstacles = all.flatMap(({ obstacle }) => obstacle ?? []);
  if (cut) obstacles.push(tooManyIndexes);
  return {
    status: 'known',
    materials: all.flatMap(({ materials }) => materials),
    absenceProven: !cut && all.every(known => known.absenceProven),
    // What a stranger's bytes hid is said only where nothing else is in the way: it may not lean on older looks (S5.2).
    obstacle: obstacles.find(isNotMaterial) ?? obstacles[0],
  };
}

function isKnown(knowledge: Knowledge): knowledge is Known {
  return knowledge.status === 'known';
}

function isNotMaterial({ origin }: Cause): boolean {
  return origin !== 'material';
}

/**
 * Recomputes what is known from the newest complete collection and whatever later, incomplete ones found (S6.1).
 *
 * Only an infrastructure fault may lean on an older collection: a deleted artifact, a host that is not allowed any
 * more or a broken annotation must not keep the look of better days (S5.2).
 */
function ownKnowledge(
  input: JudgeInput,
  subject: Digest | undefined,
): Knowledge {
  const resolution = resolutionOf(input, subject);
  if (resolution.status === 'pending')
    return { status: 'unknown', cause: 'not-checked-yet' };
  if (
    resolution.status === 'failed' &&
    resolution.cause.origin !== 'infrastructure'
  )
    return { status: 'unknown', cause: resolution.cause };

  const usable = usableCollections(input, subject);
  const base = usable.find(isComplete);
  const obstacle =
    (base ? undefined : usable.flatMap(obstaclesOf)[0]) ??
    (base || resolution.status !== 'failed' ? undefined : resolution.cause);
  if (usable.length === 0)
    return { status: 'unknown', cause: obstacle ?? 'not-checked-yet' };
  const refusal = refusalOfSubject(usable);
  if (refusal) return { status: 'unknown', cause: refusal };

  return {
    status: 'known',
    materials: distinct(usable),
    absenceProven: base !== undefined && provesAbsence(base),
    obstacle: obstacle ?? (base && materialObstacle(base)),
  };
}

/**
 * Why the newest look that could tell did not get the artifact itself: it is not there, or other bytes are. What lies
 * beside it says nothing then (S5.2, S8.1).
 */
function refusalOfSubject(usable: Collection[]): Cause | undefined {
  const reports = usable.flatMap(({ sources }) =>
    sources.filter(({ source }) => source === 'subject'),
  );
  const telling = reports.find(
    report =>
      report.status !== 'failed' || report.cause.origin !== 'infrastructure',
  );
  return telling && refusalIn(telling);
}

/** The reference leads to one digest; what lies above and below it comes from hashed bytes and needs no reference. */
function resolutionOf(
  { resolution, usage }: JudgeInput,
  subject: Digest | undefined,
): JudgeInput['resolution'] {
  return subject === usage.digest ? resolution : { status: 'resolved', at: '' };
}

/**
 * Young enough collections of this very digest, newest first, down to the newest complete one, or to one that
 * configuration kept from being finished: nothing older may be leaned on then (S5.2).
 */
export function usableCollections(
  input: JudgeInput,
  subject: Digest | undefined,
): Collection[] {
  const oldest = Date.parse(input.now) - input.settings.maximumAgeMs;
  const young = input.collections.filter(
    collection =>
      collection.subject === subject && Date.parse(collection.at) >= oldest,
  );
  if (young.length > 1) young.sort(newestFirst);
  const last = young.find(
    collection => isComplete(collection) || failedByConfiguration(collection),
  );
  // Two replicas may have looked in the same instant: none of the two is the older one.
  return last === undefined
    ? young
    : young.filter(({ at }) => Date.parse(at) >= Date.parse(last.at));
}

/** Of the same instant in an order of their own, so that the one in which they were found changes nothing (S1.6). */
function newestFirst(a: Collection, b: Collection): number {
  const later = Date.parse(b.at) - Date.parse(a.at);
  if (later !== 0) return later;
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function failedByConfiguration(collection: Collection): boolean {
  return obstaclesOf(collection).some(
    ({ origin }) => origin === 'configuration',
  );
}

function materialObstacle({ sources }: Collection): Cause | undefined {
  return sources.map(refusalIn).find(cause => cause !== undefined);
}

function refusalIn(report: SourceReport): Cause | undefined {
  if (report.status === 'failed') return report.cause;
  return report.status === 'limited'
    ? { code: 'limit-exceeded', origin: 'material', message: report.limit }
    : undefined;
}

function distinct(collections: Collection[]): SeenMaterial[] {
  const entries = collections.flatMap(({ material, subject }) =>
    material.map(entry => ({ ...entry, subject })),
  );
  return [...new Map(entries.map(entry => [entry.digest, entry])).values()];
}
