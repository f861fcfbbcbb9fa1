import { open } from 'node:fs/promises';
import { UsageError } from './options/UsageError';

const MiB = 1024 * 1024;
const chunkBytes = 256 * 1024;

/**
 * Reads a file that an option names: a key, a root, a policy.
 *
 * @throws UsageError where it is not there, not readable, a folder, or larger than any such file is
 */
export async function readNamedFile(
  path: string,
  option: string,
): Promise<string> {
  const { bytes, isCut } = await readStart(path, MiB).catch(error => {
    throw new UsageError(`${option}: ${path} ${whyUnread(error)}`);
  });
  if (isCut) throw new UsageError(`${option}: ${path} is larger than 1 MiB`);
  return bytes.toString('utf8');
}

/**
 * Reads no more of a file than its first bytes: what a stranger wrote may have any size.
 *
 * @returns `isCut` where there was more
 * @throws what the file system says
 */
export async function readStart(
  path: string,
  most: number,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, most), isCut: length > most };
}

/** A file piece by piece, from a pipe too. */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Why a file could not be read, to be said behind its name. */
export function whyUnread(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by you';
  return `cannot be read (${code ?? 'for an unknown cause'})`;
}

/** Whether the file system says clearly that nothing is there. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
