import type { FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';
import { newsOfVanished } from '../../tell/newsOf';
import { noteNews } from './noteNews';
import { readStateToTell } from './readStateToTell';

/**
 * Puts findings that were opened now into the outbox, where people are told of their kind. However many signatures of
 * one usage vanished at once, it is one thing that happened to it.
 *
 * @remarks
 * Race: see `noteNews`. A finding that stays open is not opened again, so that nobody is told twice.
 */
export async function noteFindings(options: {
  trx: Knex.Transaction;
  usageId: string;
  opened: FindingCode[];
  now: string;
}): Promise<void> {
  const { trx, usageId, opened, now } = options;
  if (!opened.includes('signature-vanished')) return;
  const state = await readStateToTell({ trx, usageId });
  if (!state) return;
  await noteNews({
    trx,
    news: newsOfVanished(state.digest),
    about: { usageId, ...state },
    now,
  });
}
