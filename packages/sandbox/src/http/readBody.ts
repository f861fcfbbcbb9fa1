import type { IncomingMessage } from 'node:http';

/** Larger uploads are refused: this server holds everything in memory. */
const largestUpload = 256 * 1024 * 1024;

/** @returns `undefined` where the body is larger than the limit. */
export async function readBody(
  request: IncomingMessage,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestUpload) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
