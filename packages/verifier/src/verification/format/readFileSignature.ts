import { isDigest } from '@countersign/domain';
import { bytesOf } from '../../encoding';
import { EvidenceFailure } from '../../EvidenceFailure';
import { isObject, textAt } from '../../json';
import { signatureAnnotations, type Material } from '../../material/Material';
import { checkSizes } from './checkSizes';
import { parse } from './readBundleDocument';
import {
  base64,
  envelopePart,
  logEntryPart,
  signerPart,
} from './readCosignLayer';
import type { BundleDocument } from './readEnvelope';

const openingBrace = 0x7b;

const mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1';

/**
 * Reads the bundle that cosign wrote before Sigstore had one: `{ base64Signature, cert, rekorBundle }`, for a file or
 * for an envelope.
 *
 * @remarks Source: cosign, `LocalSignedPayload`, as `sign-blob --bundle` and `attest-blob --bundle` write it.
 */
export function readCosignBundle(material: Material): BundleDocument {
  const { base64Signature, cert, rekorBundle } = parse(material.bytes);
  const signature = Buffer.from(base64(base64Signature, 'signature'), 'base64');
  if (rekorBundle !== undefined && !isObject(rekorBundle))
    throw malformed('the log entry is not an object');
  const verificationMaterial = {
    ...signerPart(pemOf(cert ?? '')),
    tlogEntries: rekorBundle ? [logEntryPart(rekorBundle)] : [],
  };
  checkSizes(verificationMaterial);
  const head = { mediaType, verificationMaterial };
  return signature[0] === openingBrace
    ? {
        document: { ...head, dsseEnvelope: envelopePart(parse(signature)) },
        envelopeBytes: signature,
      }
    : { document: { ...head, ...messagePart(material, signature) } };
}

/**
 * Reads an envelope on its own. Builders of SLSA provenance put the certificate beside the signature; without a log
 * entry nothing proves when it was made.
 *
 * @remarks Source: slsa-github-generator, `.intoto.jsonl`.
 */
export function readBareEnvelope(material: Material): BundleDocument {
  const document = parse(material.bytes);
  const dsseEnvelope = envelopePart(document);
  const [signature] = document.signatures as unknown[];
  const verificationMaterial = signerPart(textAt(signature, 'cert'));
  checkSizes(verificationMaterial);
  return {
    document: { mediaType, verificationMaterial, dsseEnvelope },
    envelopeBytes: Buffer.from(material.bytes),
  };
}

/** Reads cosign's `.sig`, with the certificate that was found beside it. */
export function readDetachedSignature(material: Material): BundleDocument {
  const { annotations, bytes } = material;
  const text = Buffer.from(bytes).toString('latin1').replace(/\s/g, '');
  const signature = Buffer.from(base64(text, 'signature'), 'base64');
  const verificationMaterial = signerPart(
    pemOf(annotations[signatureAnnotations.certificate] ?? ''),
  );
  checkSizes(verificationMaterial);
  return {
    document: {
      mediaType,
      verificationMaterial,
      ...messagePart(material, signature),
    },
  };
}

/** Neither form says what it signs but by lying beside it: the file that was hashed for this look. */
function messagePart({ annotations }: Material, signature: Buffer) {
  const subject = annotations[signatureAnnotations.subject];
  if (!isDigest(subject))
    throw malformed('nothing says which file the signature lies beside');
  return {
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: bytesOf(subject).toString('base64'),
      },
      signature: signature.toString('base64'),
    },
  };
}

/**
 * cosign writes certificates as PEM and as base64 of PEM. A public key in the certificate's place is how it says "with
 * a key"; which key counts is for configuration to say.
 */
function pemOf(text: unknown): string {
  if (typeof text !== 'string') throw malformed('the certificate is no text');
  const bare = text.trim();
  if (bare === '') return '';
  const pem = bare.startsWith('-----BEGIN ')
    ? bare
    : Buffer.from(
        base64(bare.replace(/\s/g, ''), 'certificate'),
        'base64',
      ).toString('latin1');
  return pem.startsWith('-----BEGIN PUBLIC KEY-----') ? '' : pem;
}

function malformed(message: string) {
  return new EvidenceFailure('format', 'malformed', message);
}
