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

/** Why it cannot be saved, or not be opened for review; the first of all. */
export function stopperOf(
  draft: Draft,
  findings: LocatedFinding[],
  open: boolean,
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
  return open
    ? reviewStopperOf(error ?? findings.find(blocksReview))
    : undefined;
}

function reviewStopperOf(
  finding: LocatedFinding | undefined,
): Stopper | undefined {
  if (!finding) return undefined;
  const { severity, sentence } = finding;
  const why =
    severity === 'error'
      ? `${sentence} You can save it as a draft.`
      : `say to this warning why it is right. ${sentence}`;
  return { why: `Not opened for review: ${why}`, finding };
}
