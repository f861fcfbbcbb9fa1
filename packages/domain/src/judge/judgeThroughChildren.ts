import type { Cause } from '../records/cause';
import type { IndexChild } from '../records/collection';
import type { Digest } from '../records/digest';
import type { ChildTrace } from '../records/verdict';
import type { AcceptanceRule } from '../registry/rule';
import { distrustOfDigest } from './distrust';
import type { JudgeInput } from './input';
import { judgeDigest, type DigestAnswer } from './judgeDigest';
import { childrenOf, lineageLimits } from './lineage';
import { couldNotLook, type Outcome } from './outcome';
import { stepOf } from './standing';
import { strongest } from './strength';

const tooMuch: Cause = {
  code: 'limit-exceeded',
  origin: 'material',
  message: 'the index lists more, or lies deeper, than is followed',
};

export interface AnswerThroughChildren {
  outcome: Outcome;
  children?: ChildTrace[];
}

/** One way down a tree of indexes: no digest is judged twice, and not more of them than the limits allow. */
class Descent {
  readonly #outcomes = new Map<Digest, Outcome>();

  constructor(
    private readonly rule: AcceptanceRule,
    private readonly input: JudgeInput,
  ) {}

  answer(
    digest: Digest,
    { outcome: own, isKnown }: DigestAnswer,
    depth: number,
  ): AnswerThroughChildren {
    if (own.verdict === 'trusted' || !isKnown) return { outcome: own };
    const runnable = childrenOf(digest, this.input.collections)?.filter(
      ({ isRunnable }) => isRunnable,
    );
    // An index of nothing that runs is not met by emptiness.
    if (!runnable || runnable.length === 0) return { outcome: own };
    const outcomes = runnable.map(child => this.#outcomeOf(child, depth + 1));
    return {
      outcome: combined(own, leading(outcomes)),
      children: runnable.map(({ digest: child, platform }, i) => ({
        digest: child,
        ...(platform !== undefined && { platform }),
        verdict: outcomes[i].verdict,
        reason: outcomes[i].reason,
      })),
    };
  }

  #outcomeOf({ digest }: IndexChild, depth: number): Outcome {
    const known = this.#outcomes.get(digest);
    if (known) return known;
    if (
      depth > lineageLimits.depth ||
      this.#outcomes.size >= lineageLimits.digests
    )
      return couldNotLook(tooMuch, this.input);
    // Said first, so that no list of strangers leads round in a circle.
    this.#outcomes.set(digest, couldNotLook(tooMuch, this.input));
    const own = judgeDigest(this.rule, digest, this.input);
    const outcome =
      distrustOfDigest(digest, this.input) ??
      this.answer(digest, own, depth).outcome;
    this.#outcomes.set(digest, outcome);
    return outcome;
  }
}

/**
 * S8.2: an index that does not meet a rule by itself meets it when every runnable child does. What the index has itself
 * covers its children, and nothing of a child covers the index or its siblings.
 *
 * @param own - how the usage's digest did by itself
 */
export function judgeThroughChildren(
  rule: AcceptanceRule,
  own: DigestAnswer,
  input: JudgeInput,
): AnswerThroughChildren {
  const { digest } = input.usage;
  if (digest === undefined) return { outcome: own.outcome };
  return new Descent(rule, input).answer(digest, own, 0);
}

/**
 * The children speak where all of them meet the rule, and where it is not known whether they do. Otherwise neither way
 * is met, and the stronger verdict leads (S4.5).
 */
function combined(own: Outcome, children: Outcome): Outcome {
  if (children.verdict === 'trusted') return children;
  const mayBeMet =
    children.verdict === 'inconclusive' && children.origin !== 'material';
  return mayBeMet && own.verdict === 'untrusted'
    ? children
    : leading([own, children]);
}

/** Of equal verdicts the one that came furthest leads, as among materials (S4.8). */
function leading(outcomes: Outcome[]): Outcome {
  const { verdict } = strongest(outcomes);
  return outcomes
    .filter(outcome => outcome.verdict === verdict)
    .reduce((lead, outcome) =>
      stepOf(outcome.reason.code) > stepOf(lead.reason.code) ? outcome : lead,
    );
}
