import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';

/** What a piece of a check found. */
export interface ShownPage {
  differences: IntegrityDifference[];
  /** The key behind which to go on; absent at the end. */
  last?: string;
}

/** What a piece of a check gets. */
export interface ShownOptions {
  /** A snapshot: what is compared belongs to one moment. */
  trx: Knex.Transaction;
  /** The key behind which the piece begins; empty at the beginning. */
  after: string;
  /** Rows at most. */
  limit: number;
  /**
   * What happened up to this instant may have lost its entry to a pruning, or was there before the log. ISO 8601.
   */
  beginning: string;
  now: Date;
}

/** Holds a piece of what people read against the log. */
export type ShownCheck = (options: ShownOptions) => Promise<ShownPage>;

/** Whether what happened then has to have an entry. */
export function isTold(at: string, beginning: string): boolean {
  return at > beginning;
}

/**
 * The key behind which the next piece begins: there is one where this piece is full. Numbers are filled up, so that a
 * later key is a later text and whoever asks can see that it goes on.
 */
export function lastOf<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => string | number,
): Pick<ShownPage, 'last'> {
  const last = rows.length < limit ? undefined : rows.at(-1);
  if (last === undefined) return {};
  const key = keyOf(last);
  return { last: typeof key === 'number' ? keyOfNumber(key) : key };
}

export function keyOfNumber(key: number): string {
  return String(key).padStart(16, '0');
}

/** Where a piece begins whose keys are numbers; whatever is none is the beginning. */
export function numberOfKey(key: string): number {
  return /^\d{1,16}$/.test(key) ? Number(key) : 0;
}
