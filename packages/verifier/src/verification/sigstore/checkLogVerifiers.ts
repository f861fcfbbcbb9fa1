import type { KeyObject } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { EvidenceFailure } from '../../EvidenceFailure';
import { logVerifiers, type LogVerifier } from './logVerifiers';

/** Who signed, as a log entry may name them. */
export interface LoggedSigner {
  /** The key that signed. */
  key: KeyObject;
  /** The certificate in DER, of signers that have one. */
  certificate?: Buffer;
}

/**
 * Every log entry must name the very certificate that signed, or the key. The library compares signature and digest
 * only; with these alone, an entry of one certificate can be borrowed for another over the same key
 * (CVE-2022-36056, CVE-2026-22703).
 */
export function checkLogVerifiers(
  entries: TransparencyLogEntry[],
  signer: LoggedSigner,
) {
  for (const entry of entries)
    if (!namesOnly(entry, signer))
      throw new EvidenceFailure(
        entry.inclusionPromise ? 'set' : 'inclusion',
        'log-proof-invalid',
        'the log entry names another signer than the material',
      );
}

function namesOnly(
  entry: TransparencyLogEntry,
  { key, certificate }: LoggedSigner,
): boolean {
  let verifiers: LogVerifier[];
  try {
    verifiers = logVerifiers(entry, certificate);
  } catch {
    return false;
  }
  return (
    verifiers.length > 0 &&
    verifiers.every(({ type, der }) =>
      type === 'certificate'
        ? certificate !== undefined && der.equals(certificate)
        : der.equals(key.export({ type: 'spki', format: 'der' })),
    )
  );
}
