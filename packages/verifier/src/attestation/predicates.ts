import type { StatementRole, StatementSummary } from '@countersign/domain';
import { requiredObject } from './fields';
import { readCycloneDx } from './cyclonedx';
import { readCosignVulnerabilities } from './cosignVulnerabilities';
import { readProvenanceV01, readProvenanceV02 } from './provenanceV0';
import { readProvenanceV1 } from './provenanceV1';
import { readSpdx } from './spdx';
import { readTestResult } from './testResult';
import { readVerificationSummary } from './verificationSummary';
import { readVulnerabilities } from './vulnerabilities';

/** Reads one type of predicate. @throws EvidenceFailure `malformed` for what is not of that type */
type Reader = (predicate: unknown) => StatementSummary;

export const cosignSignature = 'https://sigstore.dev/cosign/sign/v1';

const spdx: [StatementRole, Reader] = ['sbom', readSpdx];
const cycloneDx: [StatementRole, Reader] = ['sbom', readCycloneDx];

/**
 * What a statement is about and how it is read, by the exact predicate type. Anything that is not in this table is
 * `other`: a type that nobody reviewed vouches for nothing.
 */
const predicates = new Map<string, [StatementRole, Reader]>([
  [cosignSignature, ['signature', readCosignSignature]],
  ['https://cosign.sigstore.dev/attestation/v1', ['other', readCosignCustom]],
  ['https://slsa.dev/provenance/v0.1', ['provenance', readProvenanceV01]],
  ['https://slsa.dev/provenance/v0.2', ['provenance', readProvenanceV02]],
  ['https://slsa.dev/provenance/v1', ['provenance', readProvenanceV1]],
  [
    'https://slsa.dev/verification_summary/v1',
    ['summary', readVerificationSummary],
  ],
  ['https://spdx.dev/Document', spdx],
  ['https://spdx.dev/Document/v2.2', spdx],
  ['https://spdx.dev/Document/v2.3', spdx],
  ['https://spdx.dev/Document/v3', spdx],
  ['https://cyclonedx.org/bom', cycloneDx],
  ['https://cyclonedx.org/bom/v1.4', cycloneDx],
  ['https://cyclonedx.org/bom/v1.5', cycloneDx],
  ['https://cyclonedx.org/bom/v1.6', cycloneDx],
  [
    'https://cosign.sigstore.dev/attestation/vuln/v1',
    ['scan', readCosignVulnerabilities],
  ],
  [
    'cosign.sigstore.dev/attestation/vuln/v1',
    ['scan', readCosignVulnerabilities],
  ],
  ['https://in-toto.io/attestation/vulns/v0.1', ['scan', readVulnerabilities]],
  ['https://in-toto.io/attestation/vulns/v0.2', ['scan', readVulnerabilities]],
  ['https://in-toto.io/attestation/test-result/v0.1', ['test', readTestResult]],
]);

export function roleOf(predicateType: string): StatementRole {
  return predicates.get(predicateType)?.[0] ?? 'other';
}

/**
 * What a statement says, in few words. A type that is not in the table is kept by its name.
 *
 * @throws EvidenceFailure `malformed`, `unsupported-format`, `limit-exceeded`
 */
export function readPredicate(
  predicateType: string,
  predicate: unknown,
): StatementSummary {
  const read = predicates.get(predicateType)?.[1];
  return { ...(read?.(predicate) ?? { role: 'other' }), predicateType };
}

/** @remarks Source: cosign, BUNDLE_SPEC: the predicate of a signature is empty. */
function readCosignSignature(predicate: unknown): StatementSummary {
  if (predicate !== undefined && predicate !== null) requiredObject(predicate);
  return { role: 'signature' };
}

/** @remarks Source: cosign, COSIGN_PREDICATE_SPEC: any data at all, with the signer's clock beside it. */
function readCosignCustom(predicate: unknown): StatementSummary {
  requiredObject(predicate);
  return { role: 'other' };
}
