import {
  visibleText,
  type UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { wordsFor } from './explanationWords';
import { verdictWord } from './standing';

/** One change in the history of a usage: what it became, and why. */
export interface TransitionWords {
  title: string;
  sentence: string;
}

/** A backend that is newer than this page may send codes that it does not know; they cost the words and not the page. */
export function transitionWords(transition: UsageTransition): TransitionWords {
  const { judgement, decisionChange } = transition;
  const why = wordsFor(judgement.reason).title;
  const decision = decisionChange
    ? ` Decision: ${visibleText(decisionChange, 300).replace(' -> ', ' → ')}.`
    : '';
  return { title: titleOf(transition), sentence: `${why}.${decision}` };
}

function titleOf({ from, judgement }: UsageTransition): string {
  const verdict = verdictWord(judgement.verdict);
  if (!from) return `First verdict: ${verdict}`;
  if (from.verdict !== judgement.verdict)
    return `${verdict}; before: ${verdictWord(from.verdict)}`;
  return from.reasonCode === judgement.reason.code
    ? `${verdict} as before; the decision changed`
    : `${verdict} as before, for another reason`;
}
