import {
  canonicalJson,
  type Approval,
  type RegistryContent,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { appendToLog } from '../../log/appendToLog';
import { registryVersionContent } from '../../log/registryVersionContent';
import type { KeptApproval, VersionRow } from '../acceptanceVersions';
import {
  approvalsOf,
  bindingOf,
  inSmallLetters,
  ProposalRefusedError,
  sha256,
  type StoredProposal,
} from '../proposals';
import { insertReview } from './insertReview';
import { lockHead, mustBeHead } from './lockHead';
import { lockProposal, stepOf } from './lockProposal';
import { readApproved } from './readApproved';
import type { TellOfProposal } from './tellOfProposal';

/** What a proposal is measured against before it is merged, all of it locked. */
export interface MergeSituation {
  proposal: StoredProposal;
  /** What is in force. */
  base: RegistryContent;
  /** Every approval that was ever given, the voided ones, too. */
  approvals: Approval[];
}

/** That a proposal may be merged, and by whose word. */
export interface MergeGround {
  /** References of those whose approvals count. */
  counted: readonly string[];
  /** Others than its authors approved it (S9.2); not where distrust was merged at once (S9.4). */
  isReviewed: boolean;
}

/**
 * Makes a proposal the version that is in force, and says so in the log (S9.5, S10.2).
 *
 * @remarks
 * Race: two proposals over one base are merged at once. The head is locked first and compared when it is moved, and no
 * two versions can follow one: the second finds another head and is refused.
 *
 * Race: an author edits, or a reviewer approves, meanwhile. The proposal is locked until all is written, and whether it
 * may be merged is decided over what is locked.
 *
 * Attack: somebody changes a row by hand, so that another content is merged than was approved, or that it seems to change
 * less than it does. The binding is computed anew, and the base is held to the log.
 *
 * @param options - `expected`: binding of what whoever merges saw; `decide`: throws where it may not be merged
 * @returns the number of the new version
 * @throws NotFoundError, ProposalRefusedError, and whatever `decide` throws
 */
export async function mergeProposal(options: {
  knex: Knex;
  id: string;
  by: string;
  expected: string;
  decide(situation: MergeSituation): MergeGround | Promise<MergeGround>;
  now: string;
  tell?: TellOfProposal;
}): Promise<number> {
  const { knex, id, expected, decide, now, tell } = options;
  const by = inSmallLetters(options.by);
  return knex.transaction(async trx => {
    const head = await lockHead(trx);
    const proposal = await lockProposal(trx, id);
    const state = stepOf({ proposal, act: 'merge', by, expected });
    mustBeHead(head, proposal.base);
    const base = await untouched(trx, proposal);
    const approvals = approvalsOf(proposal);
    const ground = await decide({ proposal, base, approvals });
    const version = await insertVersion(trx, { proposal, ground, now });
    await moveHead(trx, { from: proposal.base, to: version.number, now });
    await insertReview({
      ...options,
      trx,
      act: 'merge',
      by,
      binding: expected,
    });
    await trx('proposals')
      .where({ id })
      .update({ state, merged_as: version.number, updated_at: now });
    await appendToLog({
      trx,
      entry: {
        kind: 'registry-version',
        at: now,
        content: registryVersionContent(version),
        detail: {
          mergedBy: by,
          authors: proposal.authors,
          approvals: JSON.parse(version.approvals ?? '[]'),
        },
      },
    });
    const act = ground.isReviewed ? 'merge' : 'merge-unreviewed';
    await tell?.(trx, { proposal, act, by, now });
    return version.number;
  });
}

/** @returns what is in force, where neither that nor the proposal was changed behind everybody's back */
async function untouched(
  trx: Knex.Transaction,
  { base, content, binding }: StoredProposal,
): Promise<RegistryContent> {
  if (bindingOf(base, content) !== binding)
    throw new ProposalRefusedError(
      'changed-behind-review',
      'the proposal does not say what its hash says; somebody changed it in the database',
    );
  const approved = await readApproved(trx);
  if (approved.status !== 'good' || approved.version.number !== base)
    throw new ProposalRefusedError(
      'changed-behind-review',
      'what is in force is not what was approved; nothing is merged over it',
    );
  return approved.version.content;
}

async function insertVersion(
  trx: Knex.Transaction,
  given: { proposal: StoredProposal; ground: MergeGround; now: string },
): Promise<VersionRow> {
  const { proposal, ground, now } = given;
  const content = canonicalJson(proposal.content);
  const [{ last }] = await trx('acceptance_versions').max({ last: 'number' });
  const row: VersionRow = {
    number: Number(last) + 1,
    ...{ content, content_hash: sha256(content), seen_at: now },
    ...{ source: 'proposal', predecessor: proposal.base },
    ...{ proposal_id: proposal.id, is_reviewed: ground.isReviewed ? 1 : 0 },
    approvals: JSON.stringify(keptApprovals(proposal, ground)),
    review: null,
  };
  await trx('acceptance_versions').insert(row);
  return row;
}

function keptApprovals(
  { reviews, binding, voidedThrough }: StoredProposal,
  { counted }: MergeGround,
): KeptApproval[] {
  return reviews
    .filter(one => one.act === 'approve' && one.binding === binding)
    .filter(({ id, by }) => id > voidedThrough && counted.includes(by))
    .map(({ id, by, at }) => ({ review: id, by, at }));
}

async function moveHead(
  trx: Knex.Transaction,
  { from, to, now }: { from: number; to: number; now: string },
): Promise<void> {
  const count = await trx('acceptance_head')
    .where({ id: 1, number: from })
    .update({ number: to, moved_at: now });
  if (count !== 1) mustBeHead(undefined, from);
}
