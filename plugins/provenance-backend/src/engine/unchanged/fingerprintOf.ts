import { createHash } from 'node:crypto';
import type { CurrentUsage } from '../../store';
import { looksOf, type Look } from '../lookAt';

/** Raised where something else is written below; what was settled before is judged in full once more. */
const form = 2;

/**
 * One hash over everything that a look can find and a verdict rests on: the usage as it is declared, the words of its
 * entity, the digest, and what was found at it and below it, without times. The digests of the bytes are named beside
 * those of the collections, so that a look that did not get all bytes is no look that found the same.
 *
 * Everything else is one of these: fixed by the generation and its number; only added to by looks that find something
 * else; written under the ticket of the usage; or a matter of the clock. `inputs` says which is which.
 */
export function fingerprintOf(current: CurrentUsage, look: Look): string {
  const found = looksOf(look).map(({ collection, materials }) => {
    const { at: _, ...content } = collection;
    return [content, materials.map(({ digest }) => digest)];
  });
  const { id, usage, entity = null, bundleUrl = null } = current;
  const { problem = null } = current;
  const { digest, resolution } = look;
  const named = { ...usage, digest };
  const subject = [id, named, entity, bundleUrl, problem];
  const parts = [form, subject, resolution.status, found];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
