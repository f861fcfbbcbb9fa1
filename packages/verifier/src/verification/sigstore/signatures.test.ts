import { generateKeyPair } from '@countersign/sandbox';
import { hashOf, hashNames } from '../keys/hashes';
import { BytesSignature, DigestSignature } from './signatures';

const signature = Buffer.from('signature');
const file = Buffer.from('a release file');
const digest = hashOf('sha256', file);
const { publicKey } = generateKeyPair();

describe('what the library asks a signature', () => {
  it.each(hashNames)('bytes have digests by %s', hash => {
    const asked = new BytesSignature(signature, file, Buffer.from('payload'));
    expect(asked.compareSignedDigest(hashOf(hash, file))).toBe(true);
    expect(asked.compareDigest(hashOf(hash, file))).toBe(false);
    expect(asked.compareDigest(hashOf(hash, Buffer.from('payload')))).toBe(
      true,
    );
    expect(asked.compareSignedDigest(hashOf(hash, file).subarray(1))).toBe(
      false,
    );
  });

  it('a digest is itself', () => {
    const asked = new DigestSignature(signature, 'sha256', digest);
    for (const compare of ['compareDigest', 'compareSignedDigest'] as const) {
      expect(asked[compare](digest)).toBe(true);
      expect(asked[compare](hashOf('sha512', file))).toBe(false);
      expect(asked[compare](Buffer.alloc(0))).toBe(false);
    }
  });

  it.each([
    new BytesSignature(signature, file, file),
    new DigestSignature(signature, 'sha256', digest),
    new DigestSignature(signature, 'sha256', digest, file),
  ])('bytes that are no signature are none', asked => {
    expect(asked.compareSignature(signature)).toBe(true);
    expect(asked.compareSignature(Buffer.from('another'))).toBe(false);
    expect(asked.verifySignature(publicKey)).toBe(false);
  });
});
