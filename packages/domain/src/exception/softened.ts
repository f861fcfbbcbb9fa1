import { explanationOf } from '../explanation/explanation';
import { decisions, type Decision, type RuleTrace } from '../records/verdict';
import type { Usage } from '../records/usage';
import type { Exception, ExceptionTarget } from './Exception';

/**
 * A rule's answer with what exceptions leave of its decision (S4.6). Of several that hold the strictest counts, so that
 * nobody undoes a narrow one by a wide one.
 *
 * What is an alarm is never softened: an exception is given for what somebody looked at and missed, and tampering or a
 * signer who is distrusted since is neither.
 */
export function softened(
  trace: RuleTrace,
  exceptions: readonly Exception[],
): RuleTrace {
  if (trace.decision === 'allow' || explanationOf(trace.reason.code).alarm)
    return trace;
  const holding = exceptions.filter(
    ({ rules }) => rules?.includes(trace.rule) ?? true,
  );
  if (holding.length === 0) return trace;
  const left = holding.map(({ leaves }) => leaves).reduce(stricter);
  const decision = lessStrict(trace.decision, left);
  if (decision === trace.decision) return trace;
  return {
    ...trace,
    decision,
    excepted: {
      from: trace.decision,
      by: holding.map(({ id }) => id).sort(),
    },
  };
}

/** The exceptions for a usage that hold at an instant. One whose times cannot be read never holds. */
export function exceptionsFor(
  usage: Usage,
  exceptions: readonly Exception[],
  now: string,
): Exception[] {
  const instant = Date.parse(now);
  return exceptions.filter(
    ({ about, from, until }) =>
      isAbout(about, usage) &&
      Date.parse(from) <= instant &&
      instant < Date.parse(until),
  );
}

/** When the clock alone changes what exceptions leave of a usage's decisions, in milliseconds. */
export function instantsOfExceptions(
  usage: Usage,
  exceptions: readonly Exception[],
): number[] {
  return exceptions
    .filter(({ about }) => isAbout(about, usage))
    .flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)]);
}

function isAbout(target: ExceptionTarget, usage: Usage): boolean {
  const { digest, entityRef, kind, environments } = target;
  return (
    target.repository === usage.repository &&
    (digest === undefined || digest === usage.digest) &&
    (entityRef === undefined || entityRef === usage.entityRef) &&
    // A kind that nobody named is only taken for granted.
    (kind === undefined || (kind === usage.kind && !usage.isKindAssumed)) &&
    (environments === undefined ||
      (usage.environment !== undefined &&
        environments.includes(usage.environment)))
  );
}

function stricter<One extends Decision>(a: One, b: One): One {
  return decisions.indexOf(b) > decisions.indexOf(a) ? b : a;
}

function lessStrict(a: Decision, b: Decision): Decision {
  return decisions.indexOf(b) < decisions.indexOf(a) ? b : a;
}
