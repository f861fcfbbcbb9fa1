import { instantsOfExceptions } from '../exception/softened';
import type { Collection } from '../records/collection';
import type { Freshness } from '../records/verdict';
import { requirementsOf, type ActiveRule } from './activeRules';
import { means } from './distrust';
import { effectiveTime } from './effectiveTime';
import { overdue } from './freshness';
import type { JudgeInput, JudgeSettings } from './input';
import { usableCollections } from './knowledge';

/** An instant behind it never comes, and its text, with a longer year, would stand before all others. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The first instant after now at which the clock alone changes the result (S1.6): the knowledge becomes overdue, a
 * collection that speaks for the digest, or for one above or below it, becomes too old to do so, or a statement does, or
 * distrust begins, an exception does or ends.
 * An instant too many costs a second look; one too few would leave a wrong verdict standing.
 */
export function reconsiderAt(
  input: JudgeInput,
  rules: ActiveRule[],
  freshness: Freshness,
): { reconsiderAt?: string } {
  const next = firstAfter(input.now, [
    ...instantsOfFreshness(freshness, input.settings),
    ...instantsOfKnowledge(input),
    ...instantsOfWords(input, rules),
  ]);
  return next === undefined ? {} : { reconsiderAt: next };
}

/** What follows from rules, exceptions and evidence: looking again puts none of it off. */
export function instantsOfWords(
  input: JudgeInput,
  rules: ActiveRule[],
): number[] {
  return [
    ...instantsOfAge(input, rules),
    ...instantsOfDistrust(input),
    ...instantsOfExceptions(input.usage, input.exceptions ?? []),
  ];
}

/** The first of some instants that is still to come. */
export function firstAfter(now: string, instants: number[]) {
  const next = instants
    .filter(instant => instant > Date.parse(now) && instant <= endOfTime)
    .reduce((a, b) => Math.min(a, b), Infinity);
  return next === Infinity ? undefined : new Date(next).toISOString();
}

/** Also of a collection that is too old to speak: the page still says how old the knowledge is. */
function instantsOfFreshness(
  freshness: Freshness,
  settings: JudgeSettings,
): number[] {
  return freshness.status === 'fresh'
    ? [overdue(freshness.provenAt, settings)]
    : [];
}

/** A collection still speaks at its last instant; one millisecond later it does not. */
function instantsOfKnowledge(input: JudgeInput): number[] {
  const { collections, settings } = input;
  const subjects = new Set(collections.map(({ subject }) => subject));
  return [...subjects].flatMap(subject =>
    usableCollections(input, subject).map(one => tooOld(one, settings)),
  );
}

/** The instant from which a collection does not speak any more, in milliseconds. */
export function tooOld(
  { at }: Pick<Collection, 'at'>,
  { maximumAgeMs }: JudgeSettings,
): number {
  return Date.parse(at) + maximumAgeMs + 1;
}

function instantsOfAge(input: JudgeInput, rules: ActiveRule[]): number[] {
  const limits = rules
    .flatMap(({ parts }) => parts.flatMap(requirementsOf))
    .flatMap(({ maximumAgeMs }) => maximumAgeMs ?? []);
  return limits.flatMap(limit =>
    input.evidence
      .flatMap(evidence => effectiveTime(evidence) ?? [])
      .map(time => time + limit + 1),
  );
}

/** Of entries that could hit this usage: one that begins is no reason to judge everything else again. */
function instantsOfDistrust(input: JudgeInput): number[] {
  const listed = input.collections.flatMap(({ children }) => children ?? []);
  const digests = new Set([input.usage.digest, ...listed.map(c => c.digest)]);
  return (input.registry.distrust ?? [])
    .filter(
      entry =>
        ('digest' in entry && digests.has(entry.digest)) ||
        input.evidence.some(evidence => means(entry, evidence, input)),
    )
    .flatMap(({ from }) => (from === undefined ? [] : Date.parse(from)));
}
