import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LimitError, lookError } from '../LookError';
import type { Limits } from '../limits';
import type { FileReference } from '../reference';
import { FileReading } from './FileReading';
import type { ReadFile } from './FileHost';
import type { ReadableFiles } from './ReadableFiles';

const chunkBytes = 256 * 1024;

/** Reads files of this machine, by `file:` addresses, as {@link FileHost} reads those of others. */
export class LocalFiles implements ReadableFiles {
  constructor(private readonly limits: Pick<Limits, 'materialBytes'>) {}

  /** Streams the file through its hashes, whatever its size: it is the user's own. */
  async read(reference: FileReference, hold = 0): Promise<ReadFile> {
    const { repository } = reference;
    const reading = new FileReading(hold);
    try {
      for await (const chunk of chunksOf(reference.url)) reading.push(chunk);
      return await reading.end();
    } catch (error) {
      if (isAbsence(error) || isFolder(error))
        throw lookError(
          'artifact-not-found',
          'configuration',
          `There is no file at ${repository}.`,
        );
      throw unread(repository, error);
    }
  }

  /** The bytes of a bundle, which is a stranger's; `undefined` where there is none. */
  async bundle(address: string): Promise<Buffer | undefined> {
    const held: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of chunksOf(address)) {
        held.push(Buffer.from(chunk));
        length += chunk.length;
        if (length > this.limits.materialBytes) throw tooLarge(address);
      }
    } catch (error) {
      if (isAbsence(error) || isFolder(error)) return undefined;
      throw error instanceof LimitError
        ? error
        : unread(fileURLToPath(address), error);
    }
    return Buffer.concat(held);
  }
}

/** Each part lies in the same memory and is gone with the next one, so that a large file takes no more than a small one. */
async function* chunksOf(address: string): AsyncGenerator<Buffer> {
  const handle = await open(fileURLToPath(address), 'r');
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function isAbsence(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

function isFolder(error: unknown): boolean {
  return codeOf(error) === 'EISDIR';
}

/** A file that is there and cannot be read is never "nothing there" (S5.4). */
function unread(path: string, error: unknown) {
  const code = codeOf(error);
  return lookError(
    code === 'EACCES' || code === 'EPERM'
      ? 'access-denied'
      : 'registry-unreachable',
    'infrastructure',
    `The file ${path} cannot be read (${code ?? 'for an unknown cause'}).`,
    error,
  );
}

function tooLarge(address: string) {
  return new LimitError(
    'materialBytes',
    `The bundle ${fileURLToPath(
      address,
    )} is larger than signed material may be.`,
  );
}
