import { parseEntityRef } from '@backstage/catalog-model';
import type { Governance, Reviewer } from '@countersign/domain';
import { inSmallLetters } from '../store';

/**
 * What somebody may say about a proposal, by what they are (S9.2, S9.6).
 *
 * @param ref - of a user
 * @param groups - whose members they are, as the catalog has it now
 */
export function reviewerOf(
  ref: string,
  groups: readonly string[],
  { reviewers }: Pick<Governance, 'reviewers'>,
): Reviewer {
  const speaksFor = [ref, ...groups].map(inSmallLetters);
  return {
    isPerson: isPerson(ref),
    mayReview: reviewers.some(one => speaksFor.includes(inSmallLetters(one))),
    speaksFor,
  };
}

/** A guest is whoever has no name; of whom would one ask why they approved? */
export function isPerson(ref: string): boolean {
  const { kind, name } = parseEntityRef(inSmallLetters(ref));
  return kind === 'user' && name !== 'guest';
}
