import type { Collection } from '@countersign/domain';
import { createHash } from 'node:crypto';

/** Of what a look found, whenever that was: equal looks share a row. */
export function collectionHash({ at: _, ...content }: Collection): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
