import { sign } from 'node:crypto';
import {
  generateKeyPair,
  keyPairFromPem,
  privateKeyPem,
  sha256,
  spki,
  type KeyPair,
} from './keys';
import { bigEndian } from './bigEndian';

const version1 = bigEndian(0, 1);
const certificateTimestamp = bigEndian(0, 1);
const precertificateEntry = bigEndian(1, 2);
const noExtensions = bigEndian(0, 2);
const sha256WithEcdsa = Buffer.from([4, 3]);

/**
 * A certificate transparency log that promises to include what it is shown (RFC 6962, 3.2).
 *
 * @public
 */
export class CertificateTransparencyLog {
  constructor(readonly keys: KeyPair = generateKeyPair()) {}

  /** SHA-256 of the log's public key. */
  get id(): Buffer {
    return sha256(spki(this.keys.publicKey));
  }

  /** A signed certificate timestamp over a certificate without its own timestamps. */
  timestamp(options: {
    toBeSigned: Buffer;
    issuerKeyHash: Buffer;
    at: Date;
  }): Buffer {
    const at = bigEndian(options.at.getTime(), 8);
    const signature = sign(
      'sha256',
      Buffer.concat([
        version1,
        certificateTimestamp,
        at,
        precertificateEntry,
        options.issuerKeyHash,
        bigEndian(options.toBeSigned.length, 3),
        options.toBeSigned,
        noExtensions,
      ]),
      this.keys.privateKey,
    );
    return Buffer.concat([
      version1,
      this.id,
      at,
      noExtensions,
      sha256WithEcdsa,
      bigEndian(signature.length, 2),
      signature,
    ]);
  }

  toJSON(): string {
    return privateKeyPem(this.keys);
  }

  static fromJSON(pem: string): CertificateTransparencyLog {
    return new CertificateTransparencyLog(keyPairFromPem(pem));
  }
}

/** The list as a certificate carries it (RFC 6962, 3.3). */
export function timestampList(...timestamps: Buffer[]): Buffer {
  const items = timestamps.map(item =>
    Buffer.concat([bigEndian(item.length, 2), item]),
  );
  const list = Buffer.concat(items);
  return Buffer.concat([bigEndian(list.length, 2), list]);
}
