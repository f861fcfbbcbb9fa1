import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AuthorityContent } from '../config';

/**
 * The text that configuration names or holds.
 *
 * @throws Error where the file cannot be read, or is not the one that is pinned
 */
export async function readContent(content: AuthorityContent): Promise<string> {
  if (content.from === 'inline') {
    const { value } = content;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
  const bytes = await readFile(resolve(process.cwd(), content.path));
  const digest = createHash('sha256').update(bytes).digest('hex');
  // Whoever can write the file could otherwise decide whom this company trusts.
  if (content.sha256 !== undefined && content.sha256 !== digest) {
    throw new Error(
      `${content.path} has the SHA-256 ${digest}, and ${content.sha256} is pinned`,
    );
  }
  return bytes.toString('utf8');
}
