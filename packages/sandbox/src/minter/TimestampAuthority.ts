import { createHash, randomBytes } from 'node:crypto';
import {
  generateKeyPair,
  keyPairFromPem,
  privateKeyPem,
  type KeyKind,
  type KeyPair,
} from './keys';
import type { HashName } from './signBytes';
import { timestampInfo, timestampResponse } from './timestampToken';
import {
  authorityConstraint,
  authorityKeyIdentifier,
  distinguishedName,
  extendedKeyUsage,
  extendedKeyUsages,
  keyUsage,
  randomSerial,
  signCertificate,
  subjectKeyIdentifier,
} from './x509';

/**
 * What a timestamp says, and how.
 *
 * @public
 */
export interface StampOptions {
  at: Date;
  /** Digits after the decimal point of the time, as they are to be written. None where absent. */
  fraction?: string;
  /** Of the imprint and of the signature. `sha256` where absent. */
  hash?: HashName;
  /** Whether the token carries the authority's certificate. It does where absent. */
  embedCertificate?: boolean;
  /** As the request had it. */
  nonce?: Buffer;
  faults?: StampFaults;
}

/**
 * Ways in which a timestamp can be wrong, each by itself.
 *
 * @public
 */
export interface StampFaults {
  /** Over other bytes. */
  wrongImprint?: boolean;
  /** A signature that the authority did not make. */
  forgedSignature?: boolean;
}

/** @public */
export interface TimestampAuthorityOptions {
  /** Organization in the certificates' names. */
  name: string;
  notBefore: Date;
  notAfter: Date;
  /** Of root and signer alike. P-384 where absent. */
  keys?: KeyKind;
  /** Purposes in the signer's certificate. `timeStamping` where absent. */
  purposes?: readonly string[];
}

/** The policy of Sigstore's timestamp authority. */
const policy = '1.3.6.1.4.1.57264.2';

/**
 * A timestamp authority: a root, and a signer whose tokens say when a signature was there (RFC 3161).
 *
 * @public
 */
export class TimestampAuthority {
  private constructor(
    readonly name: string,
    private readonly keys: KeyPair,
    private readonly serial: Buffer,
    /** The signer's certificate first, the root's last, in DER. */
    readonly chain: readonly [Buffer, Buffer],
  ) {}

  static create(options: TimestampAuthorityOptions): TimestampAuthority {
    const { name, notBefore, notAfter, keys: kind = 'secp384r1' } = options;
    const { purposes = [extendedKeyUsages.timeStamping] } = options;
    const period = { issuer: rootName(name), notBefore, notAfter };
    const root = generateKeyPair(kind);
    const keys = generateKeyPair(kind);
    const serial = randomSerial();
    const rootCertificate = signCertificate(
      {
        ...period,
        subject: rootName(name),
        publicKey: root.publicKey,
        serial: randomSerial(),
        extensions: [
          keyUsage.certificateAuthority(),
          authorityConstraint(0),
          subjectKeyIdentifier(root.publicKey),
        ],
      },
      root.privateKey,
    );
    const certificate = signCertificate(
      {
        ...period,
        subject: signerName(name),
        publicKey: keys.publicKey,
        serial,
        extensions: [
          keyUsage.digitalSignature(),
          subjectKeyIdentifier(keys.publicKey),
          authorityKeyIdentifier(root.publicKey),
          // Critical, and alone (RFC 3161, 2.3).
          extendedKeyUsage(purposes, true),
        ],
      },
      root.privateKey,
    );
    const chain = [certificate, rootCertificate] as const;
    return new TimestampAuthority(name, keys, serial, chain);
  }

  /** Stamps bytes. @returns a TimeStampResp in DER. */
  stamp(bytes: Uint8Array, options: StampOptions): Buffer {
    const { hash = 'sha256', faults = {} } = options;
    const stamped = faults.wrongImprint ? randomBytes(32) : bytes;
    const imprint = createHash(hash).update(stamped).digest();
    return this.stampDigest(imprint, options);
  }

  /** Stamps what has this digest, which a client sends in place of the bytes. */
  stampDigest(imprint: Buffer, options: StampOptions): Buffer {
    const { at, hash = 'sha256', embedCertificate = true } = options;
    const [certificate] = this.chain;
    const info = timestampInfo({
      ...{ hash, imprint, at, policy },
      fraction: options.fraction,
      nonce: options.nonce,
      serial: randomSerial(),
      authorityName: signerName(this.name),
    });
    const { privateKey: key } = options.faults?.forgedSignature
      ? generateKeyPair()
      : this.keys;
    return timestampResponse(
      info,
      { key, certificate, issuer: rootName(this.name), serial: this.serial },
      { hash, at, certificates: embedCertificate ? [certificate] : [] },
    );
  }

  toJSON(): TimestampAuthoritySnapshot {
    return {
      name: this.name,
      key: privateKeyPem(this.keys),
      serial: this.serial.toString('base64'),
      chain: this.chain.map(certificate => certificate.toString('base64')),
    };
  }

  static fromJSON(snapshot: TimestampAuthoritySnapshot): TimestampAuthority {
    const bytes = (text: string) => Buffer.from(text, 'base64');
    const [certificate, root] = snapshot.chain.map(bytes);
    return new TimestampAuthority(
      snapshot.name,
      keyPairFromPem(snapshot.key),
      bytes(snapshot.serial),
      [certificate, root],
    );
  }
}

/**
 * A timestamp authority with its private key, for a data folder.
 *
 * @public
 */
export interface TimestampAuthoritySnapshot {
  name: string;
  key: string;
  serial: string;
  chain: string[];
}

function rootName(name: string) {
  return distinguishedName({
    organization: name,
    commonName: 'sigstore-tsa-selfsigned',
  });
}

function signerName(name: string) {
  return distinguishedName({ organization: name, commonName: 'sigstore-tsa' });
}
