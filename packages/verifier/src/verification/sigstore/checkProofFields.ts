import type { TransparencyLogEntry } from '@sigstore/bundle';
import { EvidenceFailure } from '../../EvidenceFailure';

/**
 * A proof says twice which tree it is about: in fields that nobody signed, and in the log's checkpoint. The library
 * takes the signed words only. Where the others contradict, somebody changed the proof, and whoever reads those fields
 * would see another tree than the one that was proven.
 */
export function checkProofFields(entries: TransparencyLogEntry[]) {
  for (const { inclusionProof } of entries)
    if (inclusionProof && !agrees(inclusionProof))
      throw new EvidenceFailure(
        'inclusion',
        'log-proof-invalid',
        'the proof of the log is about another tree than its checkpoint',
      );
}

type InclusionProof = NonNullable<TransparencyLogEntry['inclusionProof']>;

function agrees({ rootHash, treeSize, checkpoint }: InclusionProof): boolean {
  const [, size, root] = (checkpoint?.envelope ?? '').split('\n', 3);
  return (
    (rootHash.length === 0 || rootHash.equals(Buffer.from(root, 'base64'))) &&
    (treeSize === '0' || treeSize === size)
  );
}
