import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { isAlarming, newsOf, type Change } from '../../tell/newsOf';
import type { FindingRow } from '../rows';
import { noteNews } from './noteNews';
import { readStateToTell } from './readStateToTell';

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
  generationBefore?: string;
  now: string;
}): Promise<void> {
  const { trx, usageId, judgement, now } = options;
  // All others say that it is well or that nobody could tell, and most changes are of these: they cost nothing here.
  if (!['untrusted', 'unsigned'].includes(judgement.verdict)) return;
  const moves = await openMoves(trx, usageId);
  if (moves.length === 0 && !isAlarming(judgement)) return;
  const state = await readStateToTell({ trx, usageId });
  if (!state) return;
  const news = newsOf({
    judgement,
    generation: options.generation,
    generationBefore: options.generationBefore,
    digest: state.digest,
    stateSince: state.since,
    movedAt: moves.find(move => move.new === state.digest)?.last_seen_at,
    known: await lastKnown(trx, usageId),
  });
  if (news) await noteNews({ trx, news, about: { usageId, ...state }, now });
}

async function lastKnown(
  trx: Knex.Transaction,
  usageId: string,
): Promise<Change['known']> {
  const row = await trx('transitions')
    .where({ usage_id: usageId })
    .whereNot({ verdict: 'inconclusive' })
    .orderBy('id', 'desc')
    .first();
  return row && { verdict: row.verdict, code: row.reason_code, at: row.at };
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
