import type { TransparencyLogEntry } from '@sigstore/bundle';
import { EvidenceFailure } from '../../EvidenceFailure';

const kinds = new Set([
  'hashedrekord 0.0.1',
  'hashedrekord 0.0.2',
  'dsse 0.0.1',
  'dsse 0.0.2',
  'intoto 0.0.1',
  'intoto 0.0.2',
]);

/** An entry of a kind that nobody here reads says nothing about this signature, whoever logged it. */
export function checkKinds(entries: TransparencyLogEntry[]) {
  for (const { kindVersion, inclusionPromise } of entries) {
    const kind = `${kindVersion.kind} ${kindVersion.version}`;
    if (!kinds.has(kind))
      throw new EvidenceFailure(
        inclusionPromise ? 'set' : 'inclusion',
        'unsupported-format',
        `log entries of the kind ${kind} cannot be verified`,
      );
  }
}
