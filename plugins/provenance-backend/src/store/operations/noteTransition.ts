import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { isAlarming, newsOf, type Change } from '../../tell/newsOf';
import type { FindingRow, JudgementRow } from '../rows';
import { noteNews } from './noteNews';
import { readStateToTell } from './readStateToTell';

/** What is read of a judgement that is about to be replaced. */
export type JudgementBefore = Pick<
  JudgementRow,
  | 'usage_id'
  | 'verdict'
  | 'decision'
  | 'reason_code'
  | 'generation'
  | 'revision'
  | 'since'
  | 'last_checked_at'
>;

/**
 * Puts a change of verdict or leading reason into the outbox, where people are told of its kind. To be called before
 * the transition is written, after the findings.
 *
 * @remarks
 * Race: see `noteNews`. The caller's transaction holds the judgement, so that what is read here as "before" is what
 * really was.
 */
export async function noteTransition(options: {
  trx: Knex.Transaction;
  usageId: string;
  judgement: Judgement;
  generation: string;
  /** The judgement that was in force before; absent before the first. */
  before?: JudgementBefore;
  now: string;
}): Promise<void> {
  const { trx, usageId, judgement, before, now } = options;
  // All others say that it is well or that nobody could tell, and most changes are of these: they cost nothing here.
  if (!['untrusted', 'unsigned'].includes(judgement.verdict)) return;
  const moves = await openMoves(trx, usageId);
  if (moves.length === 0 && !isAlarming(judgement)) return;
  const state = await readStateToTell({ trx, usageId });
  if (!state) return;
  const news = newsOf({
    judgement,
    generation: options.generation,
    generationBefore: before?.generation,
    digest: state.digest,
    stateSince: state.since,
    movedAt: moves.find(move => move.new === state.digest)?.last_seen_at,
    known: await lastKnown(trx, usageId, before),
  });
  if (news) await noteNews({ trx, news, about: { usageId, ...state }, now });
}

/**
 * The newest verdict that could tell. Not from the transitions alone: the retention removes them, and what has been
 * trusted for longer than that must not move unseen.
 */
async function lastKnown(
  trx: Knex.Transaction,
  usageId: string,
  before: JudgementBefore | undefined,
): Promise<Change['known']> {
  if (!before) return undefined;
  if (before.verdict !== 'inconclusive')
    return knownOf(before, lastLookOf(before));
  const transitions = () =>
    trx('transitions')
      .where({ usage_id: usageId })
      // Those of the decision alone say nothing about since when the verdict is known.
      .andWhereRaw(
        '(from_verdict IS NULL OR from_verdict <> verdict OR from_reason_code <> reason_code)',
      );
  const row = await transitions()
    .whereNot({ verdict: 'inconclusive' })
    .orderBy('id', 'desc')
    .first();
  if (row) return knownOf(row, row.at);
  const left = await transitions()
    .whereNotNull('from_verdict')
    .whereNot({ from_verdict: 'inconclusive' })
    .orderBy('id', 'desc')
    .first();
  return (
    left && {
      verdict: left.from_verdict,
      code: left.from_reason_code,
      at: left.at,
    }
  );
}

/** A tag that moved to something trusted did not bring about what a change of rules makes of it days later. */
function lastLookOf({ since, last_checked_at: at }: JudgementBefore): string {
  return at !== null && at > since ? at : since;
}

function knownOf(
  row: Pick<JudgementRow, 'verdict' | 'reason_code'>,
  at: string,
): NonNullable<Change['known']> {
  return { verdict: row.verdict, code: row.reason_code, at };
}

async function openMoves(
  trx: Knex.Transaction,
  usageId: string,
): Promise<FindingRow[]> {
  return trx<FindingRow>('findings')
    .where({ usage_id: usageId, code: 'tag-moved' })
    .whereNull('closed_at')
    .orderBy('last_seen_at', 'desc');
}
