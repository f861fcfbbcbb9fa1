/**
 * Where a proposal stands. `approved` is none of them: it is counted anew each time, because people leave groups and the
 * base moves.
 *
 * @public
 */
export const proposalStates = [
  'draft',
  'open',
  'changes-requested',
  'merged',
  'rejected',
  'withdrawn',
] as const;

/** @public */
export type ProposalState = (typeof proposalStates)[number];

/**
 * What somebody does with a proposal. `edit` and `rebase` void every approval, because they change what was approved
 * (S9.1).
 *
 * @public
 */
export const proposalActs = [
  'edit',
  'rebase',
  'open',
  'request-changes',
  'approve',
  'reject',
  'merge',
  'withdraw',
] as const;

/** @public */
export type ProposalAct = (typeof proposalActs)[number];

/** Who may do it; a reviewer is never an author. Everybody who may propose may edit, and is an author from then on. */
type Doer = 'proposer' | 'author' | 'reviewer';

const table: Record<
  ProposalState,
  Partial<Record<ProposalAct, { to: ProposalState; by: Doer }>>
> = {
  draft: {
    edit: { to: 'draft', by: 'author' },
    rebase: { to: 'draft', by: 'author' },
    open: { to: 'open', by: 'author' },
    withdraw: { to: 'withdrawn', by: 'author' },
  },
  open: {
    edit: { to: 'open', by: 'proposer' },
    rebase: { to: 'open', by: 'proposer' },
    approve: { to: 'open', by: 'reviewer' },
    'request-changes': { to: 'changes-requested', by: 'reviewer' },
    reject: { to: 'rejected', by: 'reviewer' },
    merge: { to: 'merged', by: 'proposer' },
    withdraw: { to: 'withdrawn', by: 'author' },
  },
  'changes-requested': {
    edit: { to: 'open', by: 'proposer' },
    rebase: { to: 'changes-requested', by: 'proposer' },
    reject: { to: 'rejected', by: 'reviewer' },
    withdraw: { to: 'withdrawn', by: 'author' },
  },
  merged: {},
  rejected: {},
  withdrawn: {},
};

/**
 * To what an act leads, and who may do it.
 *
 * @returns undefined where it cannot be done in this state
 * @public
 */
export function proposalStep(
  state: ProposalState,
  act: ProposalAct,
): { to: ProposalState; by: 'proposer' | 'author' | 'reviewer' } | undefined {
  return table[state][act];
}
