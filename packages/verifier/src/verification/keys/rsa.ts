import {
  constants,
  publicDecrypt,
  publicEncrypt,
  type KeyObject,
} from 'node:crypto';
import { hashOf, hashSizes, type HashName } from './hashes';

/** DER of `DigestInfo` up to the hash itself (RFC 8017, 9.2, note 1). */
const digestInfo: Record<HashName, Buffer> = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

/** RSASSA-PKCS1-v1_5 over a digest. The whole block is compared, so nothing can hide in its padding. */
export function verifyPkcs1(
  key: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const info = publicDecrypt(
    { key, padding: constants.RSA_PKCS1_PADDING },
    signature,
  );
  return info.equals(Buffer.concat([digestInfo[hash], digest]));
}

const trailer = 0xbc;

/**
 * RSASSA-PSS over a digest: EMSA-PSS-VERIFY with MGF1 of the same hash and a salt of any length.
 *
 * @remarks Source: RFC 8017, 9.1.2; the names are those of its steps.
 */
export function verifyPss(
  key: KeyObject,
  hash: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const bits = (key.asymmetricKeyDetails?.modulusLength ?? 0) - 1;
  const length = Math.ceil(bits / 8);
  const size = hashSizes[hash];
  if (length < size + 2) return false;
  // The public operation on a raw block, which OpenSSL calls encryption without padding.
  const block = publicEncrypt(
    { key, padding: constants.RSA_NO_PADDING },
    signature,
  );
  const em = block.subarray(block.length - length);
  const isShort = block.subarray(0, block.length - length).every(b => b === 0);
  if (!isShort || em[length - 1] !== trailer) return false;
  const masked = em.subarray(0, length - size - 1);
  const h = em.subarray(length - size - 1, length - 1);
  const unused = 0xff >> (8 * length - bits);
  if ((masked[0] & ~unused) !== 0) return false;
  const db = xor(masked, mask(hash, h, masked.length));
  db[0] &= unused;
  const start = db.findIndex(byte => byte !== 0);
  if (start < 0 || db[start] !== 1) return false;
  const salt = db.subarray(start + 1);
  return hashOf(hash, Buffer.alloc(8), digest, salt).equals(h);
}

/** MGF1 (RFC 8017, B.2.1). */
function mask(hash: HashName, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; i * hashSizes[hash] < length; i++) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    blocks.push(hashOf(hash, seed, counter));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ b[i]));
}
