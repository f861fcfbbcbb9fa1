import { InputError } from '@backstage/errors';
import type { UsageQuery } from '@countersign/backstage-plugin-provenance-common';
import { createHash } from 'node:crypto';
import type { ListPosition } from '../store';

/**
 * Where the next page begins, in a form that a client cannot mistake for something to edit.
 *
 * The sum at the end is against mishaps, not against forgery: a forged position shows nothing that the viewer could
 * not list anyway, because every page is restricted by itself.
 */
export function encodeCursor(
  position: ListPosition,
  query: UsageQuery,
): string {
  const payload = JSON.stringify([
    position.entityRef,
    position.id,
    filtersOf(query),
  ]);
  return Buffer.from(`${sum(payload)}${payload}`).toString('base64url');
}

/** @throws InputError for a cursor that was altered, or that belongs to other filters */
export function decodeCursor(cursor: string, query: UsageQuery): ListPosition {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const payload = text.slice(16);
  if (text.slice(0, 16) !== sum(payload))
    throw new InputError('the cursor is not valid');
  const [entityRef, id, filters] = partsOf(payload);
  if (filters !== filtersOf(query)) {
    throw new InputError('the cursor belongs to other filters');
  }
  return { entityRef, id };
}

/** The sum is no secret, so what it covers is still a stranger's. */
function partsOf(payload: string): string[] {
  try {
    const parts: unknown = JSON.parse(payload);
    if (Array.isArray(parts) && parts.every(isText)) return parts;
  } catch {
    // Told below, in words that do not quote the payload.
  }
  throw new InputError('the cursor is not valid');
}

/** PostgreSQL refuses a NUL in any text. */
function isText(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0');
}

function filtersOf({ cursor, limit, ...filters }: UsageQuery): string {
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return sum(JSON.stringify(sorted));
}

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
