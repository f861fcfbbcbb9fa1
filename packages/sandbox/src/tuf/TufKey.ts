import {
  createHash,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { Signature } from '@tufjs/models';

/**
 * One Ed25519 key that signs TUF metadata.
 *
 * @public
 */
export class TufKey {
  readonly keyId: string;
  private readonly publicKey: string;
  private readonly privateKey: KeyObject;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    this.publicKey = Buffer.from(x, 'base64url').toString('hex');
    this.privateKey = privateKey;
    this.keyId = createHash('sha256').update(this.publicKey).digest('hex');
  }

  /**
   * What signs a document.
   *
   * @param keyId - the name under which it signs; its own unless it says so
   */
  signer(keyId: string = this.keyId): (bytes: Buffer) => Signature {
    return bytes => {
      const sig = sign(null, bytes, this.privateKey).toString('hex');
      return new Signature({ keyID: keyId, sig });
    };
  }

  /** The key as metadata lists it. */
  toJSON() {
    return {
      keytype: 'ed25519',
      scheme: 'ed25519',
      keyval: { public: this.publicKey },
    };
  }
}
