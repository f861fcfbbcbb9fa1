/** Building blocks for tests of the judge: a signed production image, and ways to spoil it. */
import type { EvidenceFailureCode, CauseCode } from '../explanation/codes';
import type { JudgeInput } from '../judge';
import type { AuthorityState } from '../records/authority';
import type { Cause, CauseOrigin } from '../records/cause';
import type {
  Collection,
  MaterialSource,
  SourceReport,
} from '../records/collection';
import type { Digest } from '../records/digest';
import { proofNames, type Evidence, type Proofs } from '../records/evidence';
import type { CertificateIdentity } from '../records/signer';
import type { StatementRole } from '../records/statement';
import type { AcceptanceRule } from '../registry/rule';

export const now = '2026-06-01T12:00:00.000Z';
export const hour = 3_600_000;

export function ago(milliseconds: number): string {
  return new Date(Date.parse(now) - milliseconds).toISOString();
}

export function digest(character: string): Digest {
  return `sha256:${character.repeat(64)}`;
}

export const subject = digest('a');
export const acme: AuthorityState = {
  name: 'acme',
  kind: 'sigstore',
  status: 'loaded',
  digest: digest('1'),
};
export const partner: AuthorityState = {
  name: 'partner',
  kind: 'sigstore',
  status: 'loaded',
  digest: digest('2'),
};
export const platformKey: AuthorityState = {
  name: 'platform-key',
  kind: 'key',
  status: 'loaded',
  digest: digest('3'),
};

export const issuer = 'https://token.actions.githubusercontent.com';
export const releaseWorkflow =
  'https://github.com/acme/payments/.github/workflows/release.yml';

export const releaseRule: AcceptanceRule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**'],
  environments: ['prod'],
  mode: 'enforce',
  signers: [
    {
      authority: 'acme',
      issuer,
      subject:
        'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
    },
  ],
};

export function identity(
  change: Partial<CertificateIdentity> = {},
): CertificateIdentity {
  return {
    type: 'certificate',
    issuer,
    subject: `${releaseWorkflow}@refs/tags/v1.8.2`,
    subjectType: 'uri',
    claims: {},
    fingerprint: digest('f'),
    notBefore: ago(hour),
    notAfter: ago(hour - 600_000),
    ...change,
  };
}

function proofs(status: 'proven' | 'unchecked'): Proofs {
  return Object.fromEntries(
    proofNames.map(name => [name, { status }]),
  ) as unknown as Proofs;
}

export function proven(change: Partial<Evidence> = {}): Evidence {
  return {
    subject,
    material: digest('b'),
    format: 'cosign-signature',
    authority: 'acme',
    authorityDigest: digest('1'),
    verifierRevision: 1,
    signer: identity(),
    statement: { role: 'signature' },
    proofs: proofs('proven'),
    outcome: { status: 'proven', provenTimes: [ago(hour)] },
    ...change,
  };
}

export function failed(
  code: EvidenceFailureCode,
  change: Partial<Evidence> = {},
): Evidence {
  return proven({
    proofs: proofs('unchecked'),
    outcome: { status: 'failed', code, message: `because of ${code}` },
    ...change,
  });
}

/** A scan by an accepted signer, with this many critical findings, proven to be this old. */
export function scanned(
  critical: number,
  hoursAgo: number | undefined,
  change: Partial<Evidence> = {},
): Evidence {
  const none = { high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  return proven({
    format: 'cosign-attestation',
    statement: {
      role: 'scan',
      predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
      scan: { scanner: 'trivy', findings: { critical, ...none } },
    },
    outcome: {
      status: 'proven',
      provenTimes: hoursAgo === undefined ? [] : [ago(hoursAgo * hour)],
    },
    ...change,
  });
}

export function attested(role: StatementRole): Evidence {
  return proven({
    format: 'cosign-attestation',
    statement: { role, predicateType: `https://example.com/${role}` },
  });
}

export function cause(
  code: CauseCode = 'registry-unreachable',
  origin: CauseOrigin = 'infrastructure',
): Cause {
  return { code, origin, message: `${code} at ghcr.io` };
}

const found: MaterialSource[] = ['subject', 'cosign-sig-tag'];
const notFound: MaterialSource[] = [
  'referrers-api',
  'referrers-tag',
  'cosign-att-tag',
];

export function collection(
  materials: Digest[],
  change: Partial<Collection> = {},
  reports: SourceReport[] = [],
): Collection {
  const usual: SourceReport[] = [
    ...found.map(source => ({ source, status: 'complete' } as const)),
    ...notFound.map(source => ({ source, status: 'absent' } as const)),
  ];
  return {
    subject,
    repository: 'ghcr.io/acme/payments',
    at: ago(60_000),
    sources: usual.map(
      report => reports.find(r => r.source === report.source) ?? report,
    ),
    material: materials.map(material => ({
      digest: material,
      source: 'cosign-sig-tag',
      format: 'cosign-signature',
    })),
    ...change,
  };
}

export function failure(
  source: MaterialSource,
  problem: Cause = cause(),
): SourceReport {
  return { source, status: 'failed', cause: problem };
}

/** A production image with one accepted signature, looked at a minute ago. */
export function input(change: Partial<JudgeInput> = {}): JudgeInput {
  return {
    usage: {
      entityRef: 'component:default/payments',
      kind: 'container-image',
      repository: 'ghcr.io/acme/payments',
      environment: 'prod',
      reference: 'ghcr.io/acme/payments:1.8.2',
      tag: '1.8.2',
      digest: subject,
    },
    resolution: { status: 'resolved', at: ago(60_000) },
    collections: [collection([digest('b')])],
    evidence: [proven()],
    acceptedBefore: [],
    registry: { version: 1, rules: [releaseRule] },
    authorities: [acme, partner, platformKey],
    settings: {
      environments: ['dev', 'staging', 'prod'],
      intervalMs: 4 * hour,
      maximumAgeMs: 24 * hour,
    },
    now,
    ...change,
  };
}
