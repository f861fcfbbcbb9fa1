import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { HashName } from '../keys/hashes';

const hashes: Partial<Record<HashAlgorithm, HashName>> = {
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
};

/** The hash whose digest a message signature names. */
export function hashOfMessage(algorithm: HashAlgorithm): HashName {
  const hash = hashes[algorithm];
  if (hash) return hash;
  throw new EvidenceFailure(
    'format',
    'unsupported-format',
    `signatures over ${HashAlgorithm[algorithm]} digests cannot be verified`,
  );
}
