import { exceptionsFor, softened } from '../exception/softened';
import type { Judgement } from '../records/verdict';
import type { AcceptanceRule } from '../registry/rule';
import { requirementsOf, rulesFor, type ActiveRule } from './activeRules';
import { freshnessOf } from './freshness';
import type { JudgeInput } from './input';
import { nothingRequired } from './judgeDigest';
import { judgeRule } from './judgeRule';
import { heldToKind, kindOfBytes } from './kindMismatch';
import { isForSome } from './meansEntity';
import { reconsiderAt } from './reconsiderAt';
import { strictestDecision, strongest } from './strength';

/**
 * Answers who signed it and whether they were allowed to (S1.6).
 *
 * Pure and total: the same input gives the same result, byte for byte, in Node and in the browser, and nothing that
 * the input says makes it throw.
 *
 * @public
 */
export function judge(given: JudgeInput): Judgement {
  // What is kept for the length of a judgement is kept by its input: one of its own, so that nothing outlives it.
  const input = { ...given };
  const { registry } = input;
  const { applicable, active } = rulesFor(input);
  const answers = active.map(rule => {
    const { trace, origin } = judgeRule(rule, input);
    return { ...trace, origin, trace };
  });
  const unasked = withoutSignature(applicable, active, input);
  // The reason that leads is chosen before exceptions: they change decisions and nothing else (S4.6).
  const lead = strongest([...answers, ...unasked]);
  const exceptions = exceptionsFor(
    input.usage,
    input.exceptions ?? [],
    input.now,
  );
  const rules = answers.map(({ trace }) => softened(trace, exceptions));
  const kind = kindOfBytes(input);
  const freshness = freshnessOf(input);
  return {
    verdict: lead.verdict,
    decision: strictestDecision([...rules, ...unasked]),
    reason: lead.reason,
    ...(lead.origin && { origin: lead.origin }),
    freshness,
    ...(kind && { kind }),
    rules,
    registryVersion: registry.version,
    ...reconsiderAt(input, active, freshness),
  };
}

/**
 * S3.3: nobody asked who made it, but for rules that an entity gets by its own words: those add to others, and would
 * otherwise make trusted what no rule speaks of. Rules that ask for something else still count: a bad scan is denied where that is
 * enforced, and a good one does not make trusted what nobody signed for.
 */
function withoutSignature(
  applicable: AcceptanceRule[],
  active: ActiveRule[],
  input: JudgeInput,
) {
  const forAll = active.filter(({ rule }) => !isForSome(rule));
  if (forAll.some(asksWhoMadeIt)) return [];
  const isRuled = applicable.some(rule => !isForSome(rule));
  const code = isRuled ? 'nothing-required' : 'no-rule';
  const outcome = heldToKind(
    nothingRequired(input.usage.digest, input, code),
    input,
  );
  return [{ ...outcome, decision: 'warn' as const }];
}

function asksWhoMadeIt({ parts }: ActiveRule): boolean {
  return parts
    .flatMap(requirementsOf)
    .some(({ type }) => type === 'signature' || type === 'provenance');
}
