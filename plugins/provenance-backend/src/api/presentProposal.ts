import type {
  AcceptanceVersionItem,
  ProposalDetail,
} from '@countersign/backstage-plugin-provenance-common';
import type { LintFinding, RegistryContent } from '@countersign/domain';
import type {
  KeptApproval,
  KeptReview,
  StoredProposal,
  VersionRow,
} from '../store';

export function presentVersion(
  row: Omit<VersionRow, 'content'>,
): AcceptanceVersionItem {
  const approvals: KeptApproval[] = JSON.parse(row.approvals ?? '[]');
  const review: KeptReview | undefined =
    row.review === null ? undefined : JSON.parse(row.review);
  return {
    ...{ number: row.number, hash: row.content_hash, source: row.source },
    ...(row.predecessor !== null && { predecessor: row.predecessor }),
    ...(row.proposal_id !== null && { proposal: row.proposal_id }),
    approvals: approvals.map(({ by, at }) => ({ by, at })),
    ...{ reviewed: row.is_reviewed === 1, seenAt: row.seen_at },
    ...(review && { review }),
  };
}

export function presentProposal(given: {
  proposal: StoredProposal;
  base?: RegistryContent;
  lint: LintFinding[];
  review?: ProposalDetail['review'];
}): ProposalDetail {
  const { base, lint, review } = given;
  const { voidedThrough: _, ...proposal } = given.proposal;
  return {
    ...proposal,
    reviews: proposal.reviews.map(({ id, ...one }) => one),
    ...(base && { baseContent: base }),
    ...(review && { review }),
    lint,
  };
}
