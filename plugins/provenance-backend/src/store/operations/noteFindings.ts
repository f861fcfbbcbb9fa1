import type { FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';
import { newsOfFindings } from '../../tell/newsOf';
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
  if (newsOfFindings(opened, undefined).length === 0) return;
  const state = await readStateToTell({ trx, usageId });
  if (!state) return;
  const about = { usageId, ...state };
  for (const news of newsOfFindings(opened, state.digest))
    await noteNews({ trx, news, about, now });
}
