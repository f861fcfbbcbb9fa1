import { NotFoundError } from '@backstage/errors';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Governance, LintOptions, Reviewer } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  mergeProposal,
  ProposalRefusedError,
  readAcceptanceVersion,
  readProposal,
  type TellOfProposal,
} from '../store';
import type { CatalogReviewers } from './CatalogReviewers';
import { checkLint, lintContent } from './checkLint';
import { decideMerge } from './decideMerge';
import type { Replay } from './Replay';

export interface MergingOptions {
  knex: Knex;
  clock: Clock;
  /** Absent where configuration is the registry; nobody can merge then. */
  governance?: Governance;
  reviewers: Pick<CatalogReviewers, 'of'>;
  replay: Replay;
  /** What the linter knows of the portal. */
  lintOptions(): LintOptions;
  /** S9.1: where permissions are disabled nothing merges, except in the sandbox. */
  isGuarded: boolean;
  tell?: TellOfProposal;
}

/** Puts an approved proposal into force. Who calls has made sure that it is a person, signed in, who may propose. */
export class Merging {
  constructor(private readonly options: MergingOptions) {}

  /**
   * @param merger - whoever asks for it, as they are now
   * @param expected - binding of what they saw
   * @returns the number of the new version
   * @throws NotFoundError, ProposalRefusedError
   */
  async merge(options: {
    id: string;
    by: string;
    merger: Reviewer;
    expected: string;
  }): Promise<number> {
    const { knex, clock, governance, isGuarded, tell } = this.options;
    const { id, by, merger, expected } = options;
    if (!governance)
      throw new ProposalRefusedError(
        'nothing-in-force',
        'the acceptance list lives in the configuration',
      );
    if (!isGuarded)
      throw new ProposalRefusedError(
        'permissions-off',
        'permission.enabled is false here, so that nobody can say who may do what; nothing is merged',
      );
    if (!merger.isPerson)
      throw new ProposalRefusedError(
        'not-approved',
        'only people who are signed in by their own name may merge',
      );
    const reviewers = await this.prepare(id, expected);
    return mergeProposal({
      ...{ knex, id, by, expected, tell },
      decide: situation =>
        decideMerge(situation, { governance, reviewers, merger }),
      now: clock.now().toISOString(),
    });
  }

  /**
   * What takes its time is asked before anything is locked. An approval that comes meanwhile is by somebody who is not
   * known then, and does not count; a content that comes meanwhile has another binding.
   */
  private async prepare(id: string, expected: string) {
    const { knex, replay, reviewers, lintOptions } = this.options;
    const proposal = await readProposal({ knex, id });
    if (!proposal) throw new NotFoundError(`there is no proposal "${id}"`);
    if (proposal.binding !== expected)
      throw new ProposalRefusedError(
        'other-content',
        'the proposal says something else by now; read it again',
      );
    // Authorities and environments may be others than when it was opened.
    const row = await readAcceptanceVersion({ knex, number: proposal.base });
    const base = row && JSON.parse(row.content);
    checkLint(lintContent(proposal, base, lintOptions()));
    const blockers = await replay.blockers(proposal);
    if (blockers.length > 0)
      throw new ProposalRefusedError(
        'not-acknowledged',
        `somebody has to acknowledge first: ${blockers.join('; ')}`,
      );
    const approved = proposal.reviews.filter(({ act }) => act === 'approve');
    return reviewers.of([...new Set(approved.map(one => one.by))]);
  }
}
