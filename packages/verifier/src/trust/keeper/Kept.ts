import { isDigest, type Digest } from '@countersign/domain';
import { isObject, textAt, valueAt } from '../../json';
import type { SourceState } from '../sources/AuthoritySource';
import { tufRoles, versionsOf, type TufMetadata } from '../tuf/TufMetadata';

/** What survives a restart of one authority. */
export interface Kept extends SourceState {
  /** When the content came into force, ISO 8601. */
  loadedAt: string;
  /** When the source last answered in full, ISO 8601; absent for what is built in. */
  refreshedAt?: string;
  refused?: Refused;
}

/** A version that was offered and not taken. */
export interface Refused {
  at: string;
  digest?: Digest;
  why: string;
}

export function encodeKept(kept: Kept): string {
  return JSON.stringify({ version: 1, ...kept });
}

/** @returns nothing for what cannot be read: a damaged record counts as absent */
export function decodeKept(text: string | undefined): Kept | undefined {
  const stored = parse(text);
  const content = textAt(stored, 'content');
  const loadedAt = textAt(stored, 'loadedAt');
  const refreshedAt = textAt(stored, 'refreshedAt');
  if (!isObject(stored) || stored.version !== 1) return undefined;
  if (!content || !isInstant(loadedAt)) return undefined;
  const metadata = metadataOf(stored.metadata);
  const expiresAt = textAt(stored, 'expiresAt');
  const refused = refusedOf(stored.refused);
  return {
    content,
    loadedAt,
    ...(isInstant(refreshedAt) && { refreshedAt }),
    ...(metadata && { metadata }),
    ...(isInstant(expiresAt) && { expiresAt }),
    ...(refused && { refused }),
  };
}

function metadataOf(value: unknown): TufMetadata | undefined {
  const root = textAt(value, 'root');
  if (root === undefined) return undefined;
  const others = tufRoles.flatMap(role => {
    const encoded = textAt(value, role);
    return encoded === undefined ? [] : [[role, encoded]];
  });
  const metadata = { root, ...Object.fromEntries(others) };
  try {
    versionsOf(metadata);
    return metadata;
  } catch {
    return undefined;
  }
}

function refusedOf(value: unknown): Refused | undefined {
  const [at, why] = [textAt(value, 'at'), textAt(value, 'why')];
  if (!isInstant(at) || why === undefined) return undefined;
  const digest = valueAt(value, 'digest');
  return { at, why, ...(isDigest(digest) && { digest }) };
}

function isInstant(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
