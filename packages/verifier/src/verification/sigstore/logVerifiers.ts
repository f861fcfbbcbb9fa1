import { createPublicKey, X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { pem } from '@sigstore/core';
import { fromBase64 } from '../../encoding';
import { parseJson, textAt, valueAt } from '../../json';
import { verificationLimits } from '../../limits';

/** Who a log entry says verifies its signature. */
export type LogVerifier =
  | { type: 'certificate'; der: Buffer }
  | { type: 'key'; der: Buffer };

/**
 * Reads the certificates or keys that a log entry names; empty for what does not fit.
 *
 * @param known - a certificate in DER that was read before: its very text is not parsed again
 * @remarks Sources: Rekor types hashedrekord, dsse and intoto; Rekor v2 hashedrekord and dsse 0.0.2.
 */
export function logVerifiers(
  entry: TransparencyLogEntry,
  known?: Buffer,
): LogVerifier[] {
  const body = parseJson(entry.canonicalizedBody, verificationLimits.jsonDepth);
  const spec = valueAt(body, 'spec');
  const named = (value: unknown) => fromPem(value, known);
  switch (`${entry.kindVersion.kind} ${entry.kindVersion.version}`) {
    case 'hashedrekord 0.0.1':
      return named(valueAt(spec, 'signature', 'publicKey', 'content'));
    case 'dsse 0.0.1':
      return all(valueAt(spec, 'signatures'), signature =>
        named(valueAt(signature, 'verifier')),
      );
    case 'intoto 0.0.1':
      return named(valueAt(spec, 'publicKey'));
    case 'intoto 0.0.2':
      return all(
        valueAt(spec, 'content', 'envelope', 'signatures'),
        signature => named(valueAt(signature, 'publicKey')),
      );
    case 'hashedrekord 0.0.2':
      return fromDer(
        valueAt(spec, 'hashedRekordV002', 'signature', 'verifier'),
      );
    case 'dsse 0.0.2':
      return all(valueAt(spec, 'dsseV002', 'signatures'), signature =>
        fromDer(valueAt(signature, 'verifier')),
      );
    default:
      return [];
  }
}

function all(list: unknown, read: (item: unknown) => LogVerifier[]) {
  return Array.isArray(list) ? list.flatMap(read) : [];
}

function fromPem(value: unknown, known: Buffer | undefined): LogVerifier[] {
  const text = fromBase64(typeof value === 'string' ? value : '')?.toString();
  if (!text) return [];
  if (known && text === pem.fromDER(known))
    return [{ type: 'certificate', der: known }];
  return text.includes('BEGIN CERTIFICATE')
    ? [{ type: 'certificate', der: new X509Certificate(text).raw }]
    : [
        {
          type: 'key',
          der: createPublicKey(text).export({ type: 'spki', format: 'der' }),
        },
      ];
}

function fromDer(verifier: unknown): LogVerifier[] {
  const certificate = textAt(verifier, 'x509Certificate', 'rawBytes');
  const key = textAt(verifier, 'publicKey', 'rawBytes');
  if (certificate !== undefined)
    return [{ type: 'certificate', der: Buffer.from(certificate, 'base64') }];
  return key === undefined
    ? []
    : [{ type: 'key', der: Buffer.from(key, 'base64') }];
}
