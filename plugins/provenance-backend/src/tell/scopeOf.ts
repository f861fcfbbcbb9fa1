import { createHash } from 'node:crypto';
import type { OutboxRow } from './OutboxRow';

/**
 * What a message is about, as a hash: the repository, whichever tag or digest, the file or the host. Messages about
 * more than one have a scope in common.
 */
export function scopeOf(rows: OutboxRow[]): string {
  const places = new Set(rows.map(row => placeOf(row.subject)));
  const text = places.size === 1 ? `about ${[...places][0]}` : 'about several';
  return createHash('sha256').update(text).digest('hex');
}

/** Whoever pushes chooses tags as they like, and each would be a place of its own. */
function placeOf(subject: string): string {
  return subject.replace(/@[^/@]*$/, '').replace(/:[^:/]*$/, '');
}
