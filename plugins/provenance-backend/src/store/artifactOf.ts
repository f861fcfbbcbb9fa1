import { parseReference } from '@countersign/verifier';
import { createHash } from 'node:crypto';

/** No name is longer, and PostgreSQL refuses what does not fit: one such reference would keep all of its entity out. */
const longestHost = 255;

/** What usages have in common that one look can serve. */
export interface Artifact {
  /** 40 hexadecimal characters; who shares it names the same, letter by letter. */
  key: string;
  /** Who is asked for it; absent where the reference cannot be read, or names what can be no host. */
  host?: string;
}

/**
 * Made of what is asked and not of who asks: owners and systems change in the catalog, so a credential's reach is asked
 * for at each look, and never read from a row (S12.1).
 */
export function artifactOf(
  reference: string,
  bundleUrl: string | undefined,
): Artifact {
  const key = createHash('sha256')
    .update(JSON.stringify([reference, bundleUrl ?? null]))
    .digest('hex')
    .slice(0, 40);
  return { key, host: hostOf(reference, bundleUrl) };
}

function hostOf(
  reference: string,
  bundleUrl: string | undefined,
): string | undefined {
  try {
    const { host } = parseReference(reference, { bundleUrl });
    return host.length <= longestHost ? host : undefined;
  } catch {
    // Looking at it says why; here it only means that nobody is asked.
    return undefined;
  }
}
