import { EvidenceFailure } from '../../EvidenceFailure';
import { textAt, valueAt } from '../../json';
import { verificationLimits } from '../../limits';

/**
 * Measures the parts of a bundle before anything decodes them. A certificate of eight megabytes of empty ASN.1 costs
 * its parser seconds and gigabytes, and each line of a checkpoint costs a signature: a stranger's push must not end
 * the process that looks at it.
 *
 * @param material - the verification material of a bundle, in its JSON form
 */
export function checkSizes(material: unknown) {
  const certificates = listAt(
    material,
    'x509CertificateChain',
    'certificates',
  ).concat(valueAt(material, 'certificate'));
  for (const certificate of certificates)
    check(textAt(certificate, 'rawBytes'), 'certificateBytes', 'certificate');
  const stamps = ['timestampVerificationData', 'rfc3161Timestamps'];
  for (const stamp of listAt(material, ...stamps))
    check(textAt(stamp, 'signedTimestamp'), 'timestampBytes', 'timestamp');
  for (const entry of listAt(material, 'tlogEntries')) checkEntry(entry);
}

function checkEntry(entry: unknown) {
  check(textAt(entry, 'canonicalizedBody'), 'logBodyBytes', 'log entry');
  const proof = valueAt(entry, 'inclusionProof');
  check(
    textAt(proof, 'checkpoint', 'envelope'),
    'checkpointBytes',
    'checkpoint',
  );
  if (listAt(proof, 'hashes').length > verificationLimits.proofHashes)
    throw tooLong('log proof');
}

function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Encoded texts are a third longer than their bytes, so twice the limit is no less than what fits. */
function check(
  text: string | undefined,
  limit:
    | 'certificateBytes'
    | 'timestampBytes'
    | 'logBodyBytes'
    | 'checkpointBytes',
  what: string,
) {
  if (text !== undefined && text.length > verificationLimits[limit] * 2)
    throw tooLong(what);
}

function tooLong(what: string) {
  return new EvidenceFailure(
    'format',
    'limit-exceeded',
    `a ${what} of the material is longer than any real one`,
  );
}
