import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Digest } from '@countersign/domain';
import { canonicalJson, digestOf, hexOf, sha256 } from '../../encoding';
import { toMaterial, type Material } from '../../material/Material';
import { issuerCertificate, signerCertificate } from './strangerCertificate';

const hour = 3_600_000;

/** A signature in which nothing is wrong but that nobody trusts who made it. */
export interface StrangersSignature {
  subject: Digest;
  material: Material;
  /** The root under which it would be proven. */
  trustedRoot: object;
}

/**
 * Makes a certificate authority, a log and one signature, with keys that nobody keeps: what no trust root may ever
 * prove. Minted anew each time, so that nobody can put it on a list of exceptions.
 */
export function mintStranger(now: Date): StrangersSignature {
  const [authority, signer, log] = [keyPair(), keyPair(), keyPair()];
  const window = {
    notBefore: new Date(now.getTime() - hour),
    notAfter: new Date(now.getTime() + hour),
  };
  const issued = { issuer: 'stranger', ...window };
  const root = issuerCertificate(
    { ...issued, subject: 'stranger', publicKey: authority.publicKey },
    authority.privateKey,
  );
  const leaf = signerCertificate(
    {
      ...issued,
      subject: '',
      publicKey: signer.publicKey,
      uri: 'https://stranger.example/release',
    },
    authority.privateKey,
  );
  const artifact = Buffer.from(`countersign probe ${now.toISOString()}`);
  const signature = sign('sha256', artifact, signer.privateKey);
  const entry = logEntry({ artifact, signature, leaf, log, now });
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: base64(leaf) }] },
      tlogEntries: [entry],
    },
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: base64(sha256(artifact)),
      },
      signature: base64(signature),
    },
  };
  return {
    subject: digestOf(artifact),
    material: toMaterial({
      source: 'referrers-api',
      format: 'sigstore-bundle',
      mediaType: bundle.mediaType,
      bytes: Buffer.from(JSON.stringify(bundle)),
    }),
    trustedRoot: trustedRoot(root, log, window.notBefore),
  };
}

/** An entry of Rekor v1 with the log's promise (hashedrekord 0.0.1). */
function logEntry(parts: {
  artifact: Buffer;
  signature: Buffer;
  leaf: Buffer;
  log: KeyPair;
  now: Date;
}) {
  const { artifact, signature, leaf, log, now } = parts;
  const pem = `-----BEGIN CERTIFICATE-----\n${base64(
    leaf,
  )}\n-----END CERTIFICATE-----\n`;
  const body = canonicalJson({
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: {
        hash: { algorithm: 'sha256', value: hexOf(digestOf(artifact)) },
      },
      signature: {
        content: base64(signature),
        publicKey: { content: base64(Buffer.from(pem)) },
      },
    },
  });
  const promised = {
    body: base64(Buffer.from(body)),
    integratedTime: Math.floor(now.getTime() / 1000),
    logIndex: 1,
    logID: logId(log).toString('hex'),
  };
  const promise = sign(
    'sha256',
    Buffer.from(canonicalJson(promised)),
    log.privateKey,
  );
  return {
    logIndex: '1',
    logId: { keyId: base64(logId(log)) },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: String(promised.integratedTime),
    inclusionPromise: { signedEntryTimestamp: base64(promise) },
    canonicalizedBody: promised.body,
  };
}

function trustedRoot(root: Buffer, log: KeyPair, start: Date): object {
  const validFor = { start: start.toISOString() };
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    certificateAuthorities: [
      {
        uri: 'https://stranger.example',
        certChain: { certificates: [{ rawBytes: base64(root) }] },
        validFor,
      },
    ],
    tlogs: [
      {
        baseUrl: 'https://log.stranger.example',
        hashAlgorithm: 'SHA2_256',
        publicKey: {
          rawBytes: base64(spki(log)),
          keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          validFor,
        },
        logId: { keyId: base64(logId(log)) },
      },
    ],
    ctlogs: [],
    timestampAuthorities: [],
  };
}

type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };

function keyPair(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

function spki({ publicKey }: KeyPair): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function logId(log: KeyPair): Buffer {
  return sha256(spki(log));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
