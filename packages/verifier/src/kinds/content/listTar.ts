import { createGunzip } from 'node:zlib';
import { isHeader, TarNames } from './TarNames';

/** Bytes that come out of a compressed archive before its reading ends: a few can unpack to gigabytes. */
const mostUnpacked = 32 * 1024 * 1024;

const gzipMark = Buffer.from([0x1f, 0x8b]);

export function isGzip(head: Buffer): boolean {
  return head.subarray(0, 2).equals(gzipMark);
}

export function isTar(head: Buffer): boolean {
  return isHeader(head.subarray(0, 512));
}

/**
 * The names in a tar archive, compressed or not.
 *
 * @returns `undefined` for what is none, is broken or cut off, or goes beyond a limit
 */
export async function listTar(head: Buffer): Promise<string[] | undefined> {
  const tar = new TarNames();
  if (isTar(head)) tar.push(head);
  else if (isGzip(head)) await unpackInto(tar, head);
  return tar.isWhole ? tar.names : undefined;
}

/** In the pool of threads and piece by piece, so that nobody waits for it. */
async function unpackInto(tar: TarNames, head: Buffer): Promise<void> {
  const gunzip = createGunzip();
  let unpacked = 0;
  gunzip.end(head);
  try {
    for await (const chunk of gunzip) {
      tar.push(chunk);
      unpacked += chunk.length;
      if (tar.isDone || unpacked > mostUnpacked) break;
    }
  } catch {
    // Not gzip, or cut off: what is not whole says nothing.
  } finally {
    gunzip.destroy();
  }
}
