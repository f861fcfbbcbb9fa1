import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { appendToLog } from '../../log/appendToLog';
import { registryReviewContent } from '../../log/registryVersionContent';
import type { KeptReview, VersionRow } from '../acceptanceVersions';
import { inSmallLetters, ProposalRefusedError, sha256 } from '../proposals';

/**
 * Keeps the word of somebody who reviewed a version after it came into force, and says so in the log: distrust that was
 * merged at once (S9.4), and what configuration seeded (S9.5). It is reviewed from then on.
 *
 * @remarks
 * Race: two review at once. The row is locked, and the second finds it reviewed.
 *
 * Attack: whoever merged or wrote it reviews it as well, or somebody changed the row by hand, so that another content is
 * reviewed than is in force.
 *
 * @param options - `by`: somebody who may review; `expected`: hash of what they saw
 * @throws NotFoundError, ProposalRefusedError
 */
export async function reviewVersion(options: {
  knex: Knex;
  number: number;
  expected: string;
  text?: string;
  by: string;
  now: string;
}): Promise<void> {
  const { knex, number, expected, text, now } = options;
  const by = inSmallLetters(options.by);
  await knex.transaction(async trx => {
    const row = await lockVersion(trx, number);
    mustBeReviewable(row, expected);
    if ((await sidesOf(trx, row)).includes(by))
      throw new ProposalRefusedError(
        'own-proposal',
        'whoever wrote or merged a version never reviews it',
      );
    const review: KeptReview = { by, at: now, ...(text && { text }) };
    await trx('acceptance_versions')
      .where({ number })
      .update({ is_reviewed: 1, review: JSON.stringify(review) });
    await appendToLog({
      trx,
      entry: {
        kind: 'registry-reviewed',
        at: now,
        content: registryReviewContent(row),
        detail: { by, ...(text && { text }) },
      },
    });
  });
}

async function lockVersion(
  trx: Knex.Transaction,
  number: number,
): Promise<VersionRow> {
  const row: VersionRow | undefined = await trx('acceptance_versions')
    .where({ number })
    .forUpdate()
    .first();
  if (!row) throw new NotFoundError(`there is no version ${number}`);
  return row;
}

function mustBeReviewable(row: VersionRow, expected: string): void {
  const { number, source } = row;
  if (source === 'configuration')
    throw new ProposalRefusedError(
      'wrong-state',
      `version ${number} is configuration, which whoever can change it decides`,
    );
  if (row.is_reviewed === 1)
    throw new ProposalRefusedError(
      'wrong-state',
      `version ${number} is reviewed already`,
    );
  if (row.content_hash !== expected)
    throw new ProposalRefusedError(
      'other-content',
      'the version says something else; read it again',
    );
  if (sha256(row.content) !== expected)
    throw new ProposalRefusedError(
      'changed-behind-review',
      'the version does not say what its hash says; somebody changed it in the database',
    );
}

/** Everybody who wrote it and whoever merged it. A seed has neither. */
async function sidesOf(
  trx: Knex.Transaction,
  { proposal_id: proposal, number }: VersionRow,
): Promise<string[]> {
  if (proposal === null) return [];
  const authors: string[] = await trx('proposal_authors')
    .where({ proposal_id: proposal })
    .pluck('author');
  const mergers: string[] = await trx('proposal_reviews')
    .where({ proposal_id: proposal, act: 'merge' })
    .pluck('by');
  if (authors.length > 0 && mergers.length > 0) return [...authors, ...mergers];
  throw new ProposalRefusedError(
    'changed-behind-review',
    `nobody knows any more who wrote or merged version ${number}; somebody removed it from the database`,
  );
}
