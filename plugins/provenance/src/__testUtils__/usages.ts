import type {
  CertificateIdentity,
  Digest,
  Evidence,
  MaterialTrace,
  Proofs,
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';

/** The present of every fixture: a Friday. */
export const now = new Date('2026-11-20T12:00:00Z');

export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

/** A digest that begins with the given hexadecimal characters. */
export function digest(start: string): Digest {
  return `sha256:${start.padEnd(64, '0')}`;
}

/** A usage that is trusted and fresh; say what differs. */
export function usage(differing: Partial<UsageSummary> = {}): UsageSummary {
  return {
    id: 'u1',
    place: differing.id ?? 'u1',
    alsoRunning: 0,
    entityRef: 'component:default/payments-api',
    kind: 'container-image',
    repository: 'ghcr.io/acme/payments',
    environment: 'prod',
    cloud: 'aws',
    location: 'eu-west-1/cluster-7',
    reference: 'ghcr.io/acme/payments:1.8.2',
    tag: '1.8.2',
    digest: digest('3f9a1c22d4e5'),
    verdict: 'trusted',
    decision: 'allow',
    reason: {
      code: 'accepted',
      parameters: { signer: 'Acme’s release workflow', rule: 'acme-release' },
    },
    rules: ['acme-release'],
    freshness: { status: 'fresh', provenAt: minutesAgo(12) },
    since: minutesAgo(3 * 24 * 60),
    lastCheckedAt: minutesAgo(12),
    checking: false,
    findings: [],
    claims: [
      {
        locator: 'annotation',
        standing: 'declared',
        reference: 'ghcr.io/acme/payments:1.8.2',
        firstSeenAt: minutesAgo(5_000),
        lastSeenAt: minutesAgo(12),
      },
    ],
    hasMoreClaims: false,
    ...differing,
  };
}

const workflow =
  'https://github.com/acme/payments/.github/workflows/release.yml';

export function certificate(
  ref = 'refs/tags/v1.8.2',
  differing: Partial<CertificateIdentity> = {},
): CertificateIdentity {
  return {
    type: 'certificate',
    issuer: 'https://token.actions.githubusercontent.com',
    subject: `${workflow}@${ref}`,
    subjectType: 'uri',
    claims: {
      buildSignerUri: `${workflow}@${ref}`,
      sourceRepository: 'https://github.com/acme/payments',
      sourceDigest: '9c1f0d5b7a3e4c2d1f0a9b8c7d6e5f4a3b2c1d0e',
      sourceRef: ref,
      runInvocationUri:
        'https://github.com/acme/payments/actions/runs/4711/attempts/1',
    },
    fingerprint: digest('ce27'),
    notBefore: minutesAgo(5_000),
    notAfter: minutesAgo(4_990),
    ...differing,
  };
}

const allProven: Proofs = {
  format: { status: 'proven' },
  signature: { status: 'proven' },
  chain: { status: 'proven' },
  validity: { status: 'proven' },
  sct: { status: 'proven' },
  set: { status: 'proven' },
  inclusion: { status: 'proven' },
  checkpoint: { status: 'proven' },
  timestamp: { status: 'absent' },
  subject: { status: 'proven' },
  claims: { status: 'proven' },
};

export function evidence(differing: Partial<Evidence> = {}): Evidence {
  return {
    subject: digest('3f9a1c22d4e5'),
    material: digest('aa01'),
    format: 'cosign-attestation',
    authority: 'public-good',
    authorityDigest: digest('b007'),
    verifierRevision: 1,
    signer: certificate(),
    statement: {
      role: 'provenance',
      predicateType: 'https://slsa.dev/provenance/v1',
      subjectName: 'ghcr.io/acme/payments',
      builder: 'https://github.com/actions/runner',
    },
    logEntry: {
      logId: 'c0d23d6ad406973f9559f3ba2d1ca01f84147d8ffc5b8445c224f98b9591801d',
      logIndex: '128394711',
      kind: 'dsse',
      integratedAt: minutesAgo(4_999),
    },
    proofs: allProven,
    outcome: { status: 'proven', provenTimes: [minutesAgo(4_999)] },
    ...differing,
  };
}

/** Evidence whose signature does not fit: what was looked at after that is unchecked. */
export function brokenEvidence(differing: Partial<Evidence> = {}): Evidence {
  const message = 'the signature does not fit the payload';
  return evidence({
    material: digest('bad1'),
    proofs: {
      ...allProven,
      signature: { status: 'failed', code: 'signature-invalid', message },
      inclusion: { status: 'unchecked' },
      checkpoint: { status: 'unchecked' },
    },
    outcome: { status: 'failed', code: 'signature-invalid', message },
    ...differing,
  });
}

export function acceptedTrace(material = digest('aa01')): MaterialTrace {
  return {
    material,
    authority: 'public-good',
    accepted: true,
    reason: { code: 'accepted', parameters: {} },
  };
}

/** Everything behind a usage: one accepted provenance unless something else is said. */
export function detail(
  summary: UsageSummary = usage(),
  differing: {
    evidence?: Evidence[];
    traces?: MaterialTrace[];
    collection?: UsageDetail['collection'];
  } = {},
): UsageDetail {
  const all = differing.evidence ?? [evidence()];
  const { verdict, decision, reason, freshness } = summary;
  return {
    ...summary,
    judgement: {
      verdict,
      decision,
      reason,
      freshness,
      rules: [
        {
          rule: 'acme-release',
          mode: decision === 'deny' ? 'enforce' : 'observe',
          verdict,
          decision,
          reason,
          materials:
            differing.traces ?? all.map(e => acceptedTrace(e.material)),
        },
      ],
    },
    collection: differing.collection ?? {
      subject: summary.digest ?? digest('0'),
      repository: summary.repository ?? '',
      at: minutesAgo(12),
      sources: [
        { source: 'subject', status: 'complete' },
        { source: 'referrers-api', status: 'absent' },
        { source: 'cosign-att-tag', status: 'complete' },
      ],
      material: all.map(e => ({
        digest: e.material,
        source: 'cosign-att-tag',
        format: e.format,
      })),
    },
    evidence: all,
  };
}
