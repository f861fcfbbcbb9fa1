import {
  blocksReview,
  visibleText,
  type LocatedFinding,
} from '@countersign/backstage-plugin-provenance-common';
import type { Draft } from './draft';
import { isUnreadable } from './findings';
import { readDraft } from './read';

/** What keeps a proposal from being saved or opened, and where it is. */
export interface Stopper {
  why: string;
  field?: 'title' | 'reason';
  finding?: LocatedFinding;
}

/**
 * What somebody is about to do: keep it for its authors, show it to its reviewers, or write on what they review already.
 */
export type Purpose = 'draft' | 'review' | 'edit-in-review';

/** Why it cannot be saved, or not be opened for review; the first of all. */
export function stopperOf(
  draft: Draft,
  findings: LocatedFinding[],
  purpose: Purpose,
): Stopper | undefined {
  if (draft.title.trim() === '')
    return { why: 'Not saved: the proposal needs a title.', field: 'title' };
  if (draft.reason.trim() === '')
    return { why: 'Not saved: the proposal needs a reason.', field: 'reason' };
  const error = findings.find(({ severity }) => severity === 'error');
  const unreadable =
    draft.yamlProblem ??
    findings.find(isUnreadable)?.sentence ??
    readDraft(draft).problem;
  if (unreadable !== undefined)
    return {
      why: `Not saved: what is written cannot be read yet. ${visibleText(
        error?.sentence ?? unreadable,
      )}`,
      finding: error,
    };
  return purpose === 'draft'
    ? undefined
    : reviewStopperOf(error ?? findings.find(blocksReview), purpose);
}

function reviewStopperOf(
  finding: LocatedFinding | undefined,
  purpose: Purpose,
): Stopper | undefined {
  if (!finding) return undefined;
  const { severity, sentence } = finding;
  const isNew = purpose === 'review';
  const refused = isNew ? 'Not opened for review' : 'Not saved';
  const otherwise = isNew ? ' You can save it as a draft.' : '';
  const why =
    severity === 'error'
      ? `${sentence}${otherwise}`
      : `say to this warning why it is right. ${sentence}`;
  return { why: `${refused}: ${why}`, finding };
}
