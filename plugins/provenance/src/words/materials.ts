import type {
  Digest,
  Evidence,
  MaterialFormat,
  MaterialSource,
  MaterialTrace,
  ProofName,
  StatementRole,
  UsageDetail,
} from '@countersign/backstage-plugin-provenance-common';

/** One signed material with everything that is known about it. */
export interface MaterialView {
  digest: Digest;
  format: MaterialFormat;
  source?: MaterialSource;
  /** Evidence under each authority that was tried, best first. */
  evidence: Evidence[];
  /** How it did against each rule. */
  traces: { rule: string; trace: MaterialTrace }[];
  /** Whether a rule accepts the signer: everything else is a stranger's word (S11.1). */
  isAccepted: boolean;
}

/** Every material of a usage, accepted ones first, also those that nothing could be made of. */
export function materialsOf(detail: UsageDetail): MaterialView[] {
  const entries = detail.collection?.material ?? [];
  const digests = new Set([
    ...entries.map(entry => entry.digest),
    ...detail.evidence.map(evidence => evidence.material),
  ]);
  return [...digests]
    .map(digest => {
      const evidence = detail.evidence.filter(e => e.material === digest);
      const entry = entries.find(one => one.digest === digest);
      const traces = detail.judgement.rules.flatMap(({ rule, materials }) =>
        materials
          .filter(trace => trace.material === digest)
          .map(trace => ({ rule, trace })),
      );
      return {
        digest,
        format: entry?.format ?? evidence[0]?.format ?? 'unknown',
        source: entry?.source,
        evidence: provenFirst(evidence),
        traces,
        isAccepted: traces.some(({ trace }) =>
          isSignerAccepted(trace, evidence),
        ),
      };
    })
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** Accepted before not accepted, and what says most about the origin before what says less. */
function rankOf({ isAccepted, evidence }: MaterialView): number {
  const role = evidence[0]?.statement?.role;
  const order: (StatementRole | undefined)[] = ['provenance', 'signature'];
  const index = order.indexOf(role);
  const byRole = index === -1 ? order.length : index;
  return (isAccepted ? 0 : order.length + 1) + byRole;
}

const signerAccepted: string[] = ['attestation-missing', 'condition-not-met'];

/**
 * A statement that does not vouch, an SBOM for instance, may still come from a signer whom the rule accepts; so may one
 * that says the wrong thing, and a proven one that comes too late or at nobody knows what time.
 */
function isSignerAccepted(
  { accepted, reason }: MaterialTrace,
  evidence: Evidence[],
): boolean {
  if (accepted || signerAccepted.includes(reason.code)) return true;
  return (
    reason.code === 'time-unproven' &&
    evidence.some(({ outcome }) => outcome.status === 'proven')
  );
}

/** The sort is stable: among proven and among failed ones the order of the backend stays. */
function provenFirst(evidence: Evidence[]): Evidence[] {
  const rank = (one: Evidence) => (one.outcome.status === 'proven' ? 0 : 1);
  return [...evidence].sort((a, b) => rank(a) - rank(b));
}

const roles: Record<StatementRole, string> = {
  signature: 'Signature',
  provenance: 'Provenance',
  sbom: 'SBOM',
  scan: 'Scan result',
  test: 'Test result',
  summary: 'Verification summary',
  other: 'Statement',
};

const formats: Record<MaterialFormat, string> = {
  'cosign-signature': 'Signature',
  'cosign-attestation': 'Attestation',
  'sigstore-bundle': 'Sigstore bundle',
  'cosign-bundle': 'Cosign bundle',
  'dsse-envelope': 'Attestation',
  'detached-signature': 'Signature file',
  'signed-manifest': 'Signed Kubernetes manifest',
  unknown: 'Something of an unknown form',
};

export function materialTitle(material: MaterialView): string {
  const role = material.evidence[0]?.statement?.role;
  return (role && roles[role]) ?? formats[material.format] ?? formats.unknown;
}

const sources: Record<MaterialSource, string> = {
  subject: 'The artifact itself',
  'referrers-api': 'Referrers API',
  'referrers-tag': 'Referrers tag',
  'cosign-sig-tag': 'Signature tag (.sig)',
  'cosign-att-tag': 'Attestation tag (.att)',
  'bundle-file': 'Bundle file',
  'signature-file': 'Signature file (.sig)',
  'manifest-annotations': 'Annotations of the manifest',
};

export function sourceWords(source: MaterialSource): string {
  return sources[source] ?? source;
}

const proofs: Record<ProofName, string> = {
  format: 'Form',
  signature: 'Signature fits the bytes',
  chain: 'Certificate or key of the authority',
  validity: 'Certificate valid when signed',
  sct: 'Certificate logged (SCT)',
  set: 'Log’s signed promise (SET)',
  inclusion: 'Log holds the entry',
  checkpoint: 'Log signed its state',
  timestamp: 'Timestamp authority',
  subject: 'Speaks of this digest',
  claims: 'Agrees with its certificate',
};

export function proofWords(proof: ProofName): string {
  return proofs[proof] ?? proof;
}
