import { ClusterError } from './ClusterError';

/** Five hundred pods of the usual size are 5 to 10 MB. */
const mostBytes = 64 * 1024 * 1024;

/** Reads a body and stops where it is larger than any honest one. */
export async function readJson(
  response: Response,
  most = mostBytes,
): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most)
      throw new ClusterError('limit', `sent more than ${most} bytes at once`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new ClusterError('invalid', 'sent what is no JSON', { cause: error });
  }
}
