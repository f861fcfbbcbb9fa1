import type { KeyObject } from 'node:crypto';
import {
  CertificateTransparencyLog,
  timestampList,
} from './CertificateTransparencyLog';
import { octetString, sequence } from './der';
import { fulcioExtensions, type FulcioClaims } from './fulcioExtensions';
import {
  generateKeyPair,
  keyPairFromPem,
  privateKeyPem,
  sha256,
  spki,
  type KeyPair,
} from './keys';
import {
  authorityConstraint,
  authorityKeyIdentifier,
  distinguishedName,
  extendedKeyUsage,
  extendedKeyUsages,
  extension,
  keyUsage,
  randomSerial,
  signCertificate,
  subjectAlternativeNames,
  subjectKeyIdentifier,
  toBeSigned,
  type AlternativeName,
  type AlternativeNameType,
  type CertificateFields,
} from './x509';

const signedCertificateTimestamps = '1.3.6.1.4.1.11129.2.4.2';
const minute = 60_000;

/**
 * Whom a certificate is issued to, as an OIDC token says it.
 *
 * @public
 */
export interface CertificateIdentity {
  issuer: string;
  /** The subject alternative name: a URI for workloads, an address or a user name for people. */
  subject: string;
  /** `uri` where the subject has a scheme, else `email`. */
  subjectType?: AlternativeNameType;
  claims?: FulcioClaims;
}

/**
 * Ways in which a certificate can be wrong, each by itself.
 *
 * @public
 */
export interface CertificateFaults {
  /** No promise of any certificate transparency log. */
  withoutTimestamp?: boolean;
  /** A promise that the log did not sign. */
  forgedTimestamp?: boolean;
  /** Purpose `serverAuth` in the place of `codeSigning`. */
  wrongPurpose?: boolean;
}

/**
 * What a certificate says besides the identity.
 *
 * @public
 */
export interface CertificateOptions {
  /** How long it is valid. Ten where absent. */
  minutes?: number;
  /** Purposes, as object identifiers. `codeSigning` where absent; without any, the extension is left out. */
  purposes?: readonly string[];
  /** Subject alternative names in the place of the identity's. */
  alternativeNames?: readonly AlternativeName[];
  /** Further extensions, in DER. */
  extensions?: readonly Buffer[];
}

/**
 * A certificate authority like the public Fulcio: a root and an intermediate on P-384, short-lived leaves.
 *
 * @public
 */
export class Fulcio {
  private constructor(
    readonly root: { keys: KeyPair; certificate: Buffer },
    readonly intermediate: { keys: KeyPair; certificate: Buffer },
    private readonly name: string,
    private readonly log: CertificateTransparencyLog,
  ) {}

  static create(options: {
    /** Organization in the certificates' names. */
    name: string;
    log: CertificateTransparencyLog;
    notBefore: Date;
    notAfter: Date;
  }): Fulcio {
    const { name, log, notBefore, notAfter } = options;
    const root = generateKeyPair('secp384r1');
    const intermediate = generateKeyPair('secp384r1');
    const authority = { issuer: rootName(name), notBefore, notAfter };
    const rootCertificate = signCertificate(
      {
        ...authority,
        subject: rootName(name),
        publicKey: root.publicKey,
        serial: randomSerial(),
        extensions: [
          keyUsage.certificateAuthority(),
          authorityConstraint(1),
          subjectKeyIdentifier(root.publicKey),
        ],
      },
      root.privateKey,
    );
    const intermediateCertificate = signCertificate(
      {
        ...authority,
        subject: intermediateName(name),
        publicKey: intermediate.publicKey,
        serial: randomSerial(),
        extensions: [
          keyUsage.certificateAuthority(),
          extendedKeyUsage([extendedKeyUsages.codeSigning]),
          authorityConstraint(0),
          subjectKeyIdentifier(intermediate.publicKey),
          authorityKeyIdentifier(root.publicKey),
        ],
      },
      root.privateKey,
    );
    return new Fulcio(
      { keys: root, certificate: rootCertificate },
      { keys: intermediate, certificate: intermediateCertificate },
      name,
      log,
    );
  }

  /** Intermediate first, root last, in DER. */
  get chain(): Buffer[] {
    return [this.intermediate.certificate, this.root.certificate];
  }

  /** A leaf in DER, valid from `at` for ten minutes unless it says otherwise. */
  issue(
    publicKey: KeyObject,
    identity: CertificateIdentity,
    options: CertificateOptions & { at: Date; faults?: CertificateFaults },
  ): Buffer {
    const { at, minutes = 10, faults = {} } = options;
    const fields: CertificateFields = {
      subject: sequence(),
      issuer: intermediateName(this.name),
      publicKey,
      notBefore: at,
      notAfter: new Date(at.getTime() + minutes * minute),
      serial: randomSerial(),
      extensions: [
        keyUsage.digitalSignature(),
        ...purposeExtension(options, faults),
        subjectKeyIdentifier(publicKey),
        authorityKeyIdentifier(this.intermediate.keys.publicKey),
        subjectAlternativeNames(
          ...(options.alternativeNames ?? [alternativeNameOf(identity)]),
        ),
        ...fulcioExtensions(identity.issuer, identity.claims ?? {}),
        ...(options.extensions ?? []),
      ],
    };
    const extensions = faults.withoutTimestamp
      ? fields.extensions
      : [...fields.extensions, this.timestampExtension(fields, at, faults)];
    return signCertificate(
      { ...fields, extensions },
      this.intermediate.keys.privateKey,
    );
  }

  private timestampExtension(
    fields: CertificateFields,
    at: Date,
    faults: CertificateFaults,
  ): Buffer {
    const timestamp = this.log.timestamp({
      toBeSigned: faults.forgedTimestamp
        ? Buffer.from('something else')
        : toBeSigned(fields, this.intermediate.keys.privateKey),
      issuerKeyHash: sha256(spki(this.intermediate.keys.publicKey)),
      at,
    });
    return extension(
      signedCertificateTimestamps,
      octetString(timestampList(timestamp)),
    );
  }

  toJSON(): FulcioSnapshot {
    const one = (side: { keys: KeyPair; certificate: Buffer }) => ({
      key: privateKeyPem(side.keys),
      certificate: side.certificate.toString('base64'),
    });
    return {
      name: this.name,
      root: one(this.root),
      intermediate: one(this.intermediate),
    };
  }

  static fromJSON(
    snapshot: FulcioSnapshot,
    log: CertificateTransparencyLog,
  ): Fulcio {
    const one = (side: { key: string; certificate: string }) => ({
      keys: keyPairFromPem(side.key),
      certificate: Buffer.from(side.certificate, 'base64'),
    });
    return new Fulcio(
      one(snapshot.root),
      one(snapshot.intermediate),
      snapshot.name,
      log,
    );
  }
}

/**
 * A certificate authority with its private keys, for a data folder.
 *
 * @public
 */
export interface FulcioSnapshot {
  name: string;
  root: { key: string; certificate: string };
  intermediate: { key: string; certificate: string };
}

function rootName(name: string) {
  return distinguishedName({ organization: name, commonName: 'sigstore' });
}

function intermediateName(name: string) {
  return distinguishedName({
    organization: name,
    commonName: 'sigstore-intermediate',
  });
}

function purposeExtension(
  { purposes = [extendedKeyUsages.codeSigning] }: CertificateOptions,
  { wrongPurpose }: CertificateFaults,
): Buffer[] {
  if (wrongPurpose) return [extendedKeyUsage([extendedKeyUsages.serverAuth])];
  return purposes.length > 0 ? [extendedKeyUsage(purposes)] : [];
}

/** The identity's subject with its type, said or guessed. */
export function alternativeNameOf(
  identity: CertificateIdentity,
): AlternativeName {
  const { subject: text, subjectType } = identity;
  return {
    type: subjectType ?? (text.includes('://') ? 'uri' : 'email'),
    text,
  };
}
