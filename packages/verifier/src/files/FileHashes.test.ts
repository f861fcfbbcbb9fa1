import { createHash } from 'node:crypto';
import { FileHashes } from './FileHashes';

const bytes = Buffer.from('the bytes of a file');
const hash = (name: string) => createHash(name).update(bytes).digest('hex');

describe('the hashes of a file', () => {
  it.each([
    ['none are held', 0, undefined],
    ['all are held where they are few enough', bytes.length, bytes],
    ['none are held where they are too many', bytes.length - 1, undefined],
  ])('are over all of its bytes, of which %s', (_, hold, held) => {
    const hashes = new FileHashes(hold);
    for (let i = 0; i < bytes.length; i += 4)
      hashes.push(bytes.subarray(i, i + 4));
    expect(hashes.end()).toEqual({
      digest: `sha256:${hash('sha256')}`,
      further: { sha384: hash('sha384'), sha512: hash('sha512') },
      ...(held && { bytes: held }),
    });
  });
});
