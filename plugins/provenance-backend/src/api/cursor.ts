import { InputError } from '@backstage/errors';
import type { PageQuery } from '@countersign/backstage-plugin-provenance-common';
import { createHash } from 'node:crypto';
import { fitsOrder, type ListOrder, type ListPosition } from '../store';

/** What a cursor belongs to: a list by its name, with its filters and its order. */
export interface CursorScope {
  list: string;
  query: PageQuery;
  order: ListOrder;
}

/**
 * Where the next page begins, in a form that a client cannot mistake for something to edit.
 *
 * The sum at its beginning is against mishaps, not against forgery: a forged position shows nothing that the viewer
 * could not list anyway, because every page is restricted by itself.
 */
export function encodeCursor(
  position: ListPosition,
  scope: CursorScope,
): string {
  const payload = JSON.stringify([fingerprintOf(scope), ...position]);
  return Buffer.from(`${sum(payload)}${payload}`).toString('base64url');
}

/** @throws InputError for a cursor that was altered, or that belongs to another list, other filters or another order */
export function decodeCursor(cursor: string, scope: CursorScope): ListPosition {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const payload = text.slice(16);
  if (text.slice(0, 16) !== sum(payload))
    throw new InputError('the cursor is not valid');
  const [fingerprint, ...position] = partsOf(payload);
  if (fingerprint !== fingerprintOf(scope))
    throw new InputError('the cursor belongs to another list or other filters');
  // The sum is no secret, so what it covers is still a stranger's.
  if (!fitsOrder(position, scope.order))
    throw new InputError('the cursor is not valid');
  return position;
}

function partsOf(payload: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(payload);
    if (Array.isArray(parts)) return parts;
  } catch {
    // Told below, in words that do not quote the payload.
  }
  throw new InputError('the cursor is not valid');
}

/** Without the size of the page, which may change from one to the next. */
function fingerprintOf({ list, query, order }: CursorScope): string {
  const { cursor, limit, ...filters } = query;
  const sorted = Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = order.columns.map(({ name }) => name);
  return sum(JSON.stringify([list, names, order.direction, sorted]));
}

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
