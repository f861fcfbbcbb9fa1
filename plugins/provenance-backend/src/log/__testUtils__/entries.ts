import type { Knex } from 'knex';
import { at } from '../../__testUtils__/fixtures';
import { appendToLog } from '../appendToLog';
import { sealEntries } from '../sealEntries';

/** Entries of a kind without a table of its own; each names its number. */
export async function append(knex: Knex, ...numbers: number[]) {
  for (const number of numbers)
    await knex.transaction(trx => appendOne(trx, number));
}

export function appendOne(trx: Knex.Transaction, number: number) {
  return appendToLog({
    trx,
    entry: {
      kind: 'generation',
      at: at(number),
      content: { number },
      detail: { about: `ghcr.io/acme/payments:${number}` },
    },
  });
}

/** Appends and seals, each entry a minute after the one before it. */
export async function sealed(knex: Knex, ...numbers: number[]) {
  for (const number of numbers) {
    await append(knex, number);
    await sealEntries({ knex, now: at(number) });
  }
}
