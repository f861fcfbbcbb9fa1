import { fromBase64, sha256 } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import { isObject, textAt, valueAt, type JsonObject } from '../../json';
import { verificationLimits } from '../../limits';
import { signatureAnnotations, type Material } from '../../material/Material';
import { checkSizes } from './checkSizes';
import { parse } from './readBundleDocument';
import type { BundleDocument } from './readEnvelope';

/**
 * Turns a layer of cosign's older layouts into a bundle v0.1. The annotated chain is left out: the chain comes from
 * the authority, never from material.
 *
 * @remarks Sources: cosign SIGNATURE_SPEC and ATTESTATION_SPEC.
 */
export function readCosignLayer(material: Material): BundleDocument {
  const { annotations } = material;
  const verificationMaterial = {
    ...signerPart(annotations[signatureAnnotations.certificate]),
    tlogEntries: logEntries(annotations[signatureAnnotations.bundle]),
    ...timestamps(annotations[signatureAnnotations.timestamp]),
  };
  checkSizes(verificationMaterial);
  const bytes = Buffer.from(material.bytes);
  const head = {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial,
  };
  if (material.format === 'cosign-attestation')
    return {
      document: { ...head, dsseEnvelope: envelopePart(parse(bytes)) },
      envelopeBytes: bytes,
    };
  const signature = base64(
    annotations[signatureAnnotations.signature],
    'signature',
  );
  return {
    payload: bytes,
    document: {
      ...head,
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_256',
          digest: sha256(bytes).toString('base64'),
        },
        signature,
      },
    },
  };
}

const pemForm =
  /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,65536})-----END CERTIFICATE-----/;

/** The part of a bundle that says who signed. */
export function signerPart(pem: string | undefined) {
  // An empty annotation is how cosign writes "signed with a key".
  if (pem === undefined || pem.trim() === '')
    return { publicKey: { hint: '' } };
  const body = pemForm.exec(pem)?.[1].replace(/\s/g, '');
  return {
    x509CertificateChain: {
      certificates: [{ rawBytes: base64(body, 'certificate') }],
    },
  };
}

/** The part of a bundle that holds an envelope. */
export function envelopePart(document: JsonObject) {
  const { payload, payloadType, signatures } = document;
  if (!Array.isArray(signatures) || signatures.length === 0)
    throw malformed('the envelope has no signature');
  if (signatures.length > 1)
    throw new EvidenceFailure(
      'format',
      'unsupported-format',
      'the envelope has more than one signature',
    );
  if (typeof payloadType !== 'string')
    throw malformed('the envelope has no payload type');
  return {
    payloadType,
    payload: base64(payload, 'payload'),
    signatures: [
      {
        keyid: textAt(signatures[0], 'keyid') ?? '',
        sig: base64(textAt(signatures[0], 'sig'), 'signature'),
      },
    ],
  };
}

function logEntries(annotation: string | undefined): object[] {
  if (annotation === undefined || annotation === '') return [];
  return [logEntryPart(parse(Buffer.from(annotation)))];
}

/** The part of a bundle that holds a log entry, from cosign's record of one. */
export function logEntryPart(record: JsonObject): object {
  const payload = valueAt(record, 'Payload');
  if (!isObject(payload)) throw malformed('the log entry has no payload');
  const body = base64(payload.body, 'body of the log entry');
  const entry = parse(Buffer.from(body, 'base64'));
  return {
    logIndex: whole(payload.logIndex, 'log index'),
    logId: { keyId: logId(payload.logID) },
    kindVersion: {
      kind: textAt(entry, 'kind') ?? '',
      version: textAt(entry, 'apiVersion') ?? '',
    },
    integratedTime: whole(payload.integratedTime, 'integration time'),
    inclusionPromise: {
      signedEntryTimestamp: base64(
        valueAt(record, 'SignedEntryTimestamp'),
        'log promise',
      ),
    },
    canonicalizedBody: body,
  };
}

function timestamps(annotation: string | undefined) {
  if (annotation === undefined || annotation === '') return {};
  const record = parse(Buffer.from(annotation));
  const stamp = valueAt(record, 'SignedRFC3161Timestamp');
  return {
    timestampVerificationData: {
      rfc3161Timestamps: [{ signedTimestamp: base64(stamp, 'timestamp') }],
    },
  };
}

function logId(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value))
    throw malformed('the log id is not hexadecimal');
  return Buffer.from(value, 'hex').toString('base64');
}

function whole(value: unknown, what: string): string {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw malformed(`the ${what} is not a number`);
  return String(value);
}

/** @throws EvidenceFailure for what is no base64, or too long to be any */
export function base64(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '' || !fromBase64(value))
    throw malformed(`the ${what} is missing or not base64`);
  if (value.length > verificationLimits.materialBytes * 2)
    throw new EvidenceFailure(
      'format',
      'limit-exceeded',
      `the ${what} is too long`,
    );
  return value;
}

function malformed(message: string) {
  return new EvidenceFailure('format', 'malformed', message);
}
