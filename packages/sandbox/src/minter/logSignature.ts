import type { KeyObject } from 'node:crypto';
import type { SignedContent } from './content';
import { pem } from './keys';
import type { RekorEntry, TransparencyLog } from './LogEntry';
import { rekorBody } from './rekorBody';
import {
  rekorBodyV2,
  rekorV2EntryKinds,
  type RekorV2EntryKind,
  type RekorV2Verifier,
} from './rekorBodyV2';
import { keyDetails, type SignatureScheme } from './signBytes';
import type {
  LogRequest,
  RekorEntryKind,
  SignedMaterial,
  SigningOptions,
} from './signing';

/** A signature that is about to be logged. */
interface Loggable {
  content: SignedContent;
  verifier: SignedMaterial['verifier'];
  key: KeyObject;
  scheme: SignatureScheme;
}

/** Puts a signature into a log, as the kind of entry that is asked for. */
export function logSignature(
  signature: Loggable,
  request: Required<LogRequest>,
): RekorEntry {
  const { kind, log, at } = request;
  return log.append(entryBody(signature, kind, log), at);
}

function entryBody(
  { content, verifier, key, scheme }: Loggable,
  kind: RekorEntryKind,
  log: TransparencyLog,
) {
  if (isRekorV2Kind(kind) !== (log.majorApiVersion === 2))
    throw new Error(`${log.host} takes no ${kind} entries`);
  return isRekorV2Kind(kind)
    ? rekorBodyV2(kind, content, verifierJson(verifier, key, scheme))
    : rekorBody(kind, content, verifierPem(verifier));
}

export function isRekorV2Kind(kind: RekorEntryKind): kind is RekorV2EntryKind {
  return (rekorV2EntryKinds as readonly string[]).includes(kind);
}

/** The entries that signing options ask for. */
export function logRequests(
  option: SigningOptions['logEntry'],
  content: SignedContent,
): readonly LogRequest[] {
  if (option === 'none') return [];
  if (typeof option === 'object') return option;
  const usual = content.type === 'dsse' ? 'dsse-0.0.1' : 'hashedrekord-0.0.1';
  return [{ kind: option ?? usual }];
}

function verifierJson(
  verifier: SignedMaterial['verifier'],
  key: KeyObject,
  scheme: SignatureScheme,
): RekorV2Verifier {
  const common = { keyDetails: keyDetails(key, scheme) };
  return verifier.type === 'certificate'
    ? {
        ...common,
        x509Certificate: { rawBytes: verifier.certificate.toString('base64') },
      }
    : { ...common, publicKey: { rawBytes: verifier.spki.toString('base64') } };
}

function verifierPem(verifier: SignedMaterial['verifier']): string {
  return verifier.type === 'certificate'
    ? pem('CERTIFICATE', verifier.certificate)
    : pem('PUBLIC KEY', verifier.spki);
}
