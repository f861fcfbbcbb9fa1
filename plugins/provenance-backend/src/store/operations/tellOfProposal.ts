import type { Governance, RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import {
  proposalAlert,
  seedAlert,
  type ToldProposal,
} from '../../tell/proposalAlert';
import { sha256 } from '../proposals';
import { queueMessage } from './queueMessage';
import type { SeededVersion } from './seedAcceptance';

/** What is counted, in milliseconds: messages about one proposal, and of what one person did, within it. */
const windowMs = 3_600_000;
export const mostOfOneProposal = 10;
export const mostByOne = 20;

const notice =
  '• Much happens here at the moment: what follows is on its page and in no message.';

/** Queues the message about an act; called in the transaction of the act. */
export type TellOfProposal = (
  trx: Knex.Transaction,
  told: ToldProposal,
) => Promise<void>;

/**
 * Says who hears of proposals. Without a sink nobody does, and nothing is written.
 *
 * @param options - `sinks`: names of those who send
 */
export function tellingOfProposals(options: {
  sinks: readonly string[];
  governance?: Governance;
}): TellOfProposal {
  const { sinks, governance } = options;
  return async (trx, told) => {
    if (sinks.length === 0 || !governance) return;
    await tellOfProposal({ trx, told, sinks: [...sinks], governance });
  };
}

/**
 * Tells reviewers that configuration seeded a version that nobody reviewed (S9.5).
 *
 * @remarks
 * Race: see `seedAcceptance`, whose transaction this is; a second message under the same id stays unwritten.
 */
export async function tellOfSeed(options: {
  trx: Knex.Transaction;
  seeded: SeededVersion;
  sinks: readonly string[];
  governance: Pick<Governance, 'reviewers'>;
}): Promise<void> {
  const { trx, seeded, sinks, governance } = options;
  const { number, now } = seeded;
  const { reviewers } = governance;
  if (reviewers.length === 0) return;
  const alert = seedAlert({ number, now, reviewers });
  await queueMessage({ trx, alert, sinks: [...sinks], now });
}

/**
 * Queues one message of an act on a proposal, unless there were too many.
 *
 * @remarks
 * Race: the process ends between an act and its message. Both are in the caller's transaction. Acts on one proposal come
 * one after the other under its lock; one person who acts on several at once may be told of a few times more often.
 *
 * Attack: whoever may propose or comment sends messages with words of their own. They are counted by who acts and by what it
 * is about, apart from what security is told: a flood of proposals takes no place of an alert.
 */
async function tellOfProposal(options: {
  trx: Knex.Transaction;
  told: ToldProposal;
  sinks: string[];
  governance: Governance;
}): Promise<void> {
  const { trx, told, sinks, governance } = options;
  const { proposal, by, now } = told;
  const keys = { by: keyOf(by), about: keyOf(proposal.id) };
  const id = `acts-${keys.by}-${keys.about}-${randomBytes(12).toString('hex')}`;
  const base = await baseOf(trx, proposal.base);
  const alert = base && proposalAlert(told, { id, base, governance });
  if (!alert) return;
  const left = await placesLeft(trx, keys, now);
  if (left <= 0) return;
  const lines = [alert.description, ...(left === 1 ? [notice] : [])];
  await queueMessage({
    trx,
    alert: { ...alert, description: lines.join('\n') },
    ...{ sinks, now },
  });
}

async function placesLeft(
  trx: Knex.Transaction,
  keys: { by: string; about: string },
  now: string,
): Promise<number> {
  const since = new Date(Date.parse(now) - windowMs).toISOString();
  const ids: string[] = await trx('messages')
    .where('id', 'like', 'acts-%')
    .where('created_at', '>', since)
    .distinct()
    .pluck('id');
  const told = ids.map(id => id.split('-'));
  const byOne = told.filter(([, by]) => by === keys.by).length;
  const ofOne = told.filter(([, , about]) => about === keys.about).length;
  return Math.min(mostByOne - byOne, mostOfOneProposal - ofOne);
}

async function baseOf(
  trx: Knex.Transaction,
  number: number,
): Promise<RegistryContent | undefined> {
  const row: { content: string } | undefined = await trx('acceptance_versions')
    .where({ number })
    .first('content');
  return row && JSON.parse(row.content);
}

function keyOf(text: string): string {
  return sha256(text).slice(0, 12);
}
