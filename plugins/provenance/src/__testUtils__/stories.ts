import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import {
  acceptedTrace,
  brokenEvidence,
  certificate,
  detail,
  digest,
  evidence,
  minutesAgo,
  usage,
} from './usages';

const signer = 'GitHub Actions · acme/payments · release.yml · branch hotfix-2';
const wanted = 'refs/tags/v*';

export const hotfix: UsageSummary = usage({
  id: 'hotfix',
  verdict: 'untrusted',
  decision: 'warn',
  reason: {
    code: 'ref-not-accepted',
    parameters: {
      signer,
      rule: 'acme-release',
      ref: 'refs/heads/hotfix-2',
      wanted,
    },
  },
  digest: digest('7d0c55e1a2b3'),
  tag: 'hotfix-2',
  findings: [
    {
      code: 'tag-moved',
      firstSeenAt: minutesAgo(100),
      lastSeenAt: minutesAgo(12),
      old: digest('3f9a1c22d4e5'),
      new: digest('7d0c55e1a2b3'),
    },
  ],
});

const hotfixEvidence = evidence({ signer: certificate('refs/heads/hotfix-2') });

export const hotfixDetail: UsageDetail = detail(hotfix, {
  evidence: [hotfixEvidence, brokenEvidence()],
  traces: [
    {
      material: hotfixEvidence.material,
      authority: 'public-good',
      accepted: false,
      reason: hotfix.reason,
      nearest: {
        index: 0,
        part: 'ref',
        found: 'refs/heads/hotfix-2',
        wanted,
      },
    },
    {
      material: digest('bad1'),
      authority: 'public-good',
      accepted: false,
      reason: { code: 'signature-invalid', parameters: {} },
    },
  ],
});

export const tampered: UsageSummary = usage({
  id: 'tampered',
  repository: 'ghcr.io/acme/ledger',
  verdict: 'untrusted',
  decision: 'warn',
  reason: { code: 'signature-invalid', parameters: {} },
  environment: 'staging',
});

export const blocked: UsageSummary = usage({
  id: 'blocked',
  repository: 'ghcr.io/acme/cards',
  verdict: 'unsigned',
  decision: 'deny',
  reason: { code: 'nothing-found', parameters: { digest: digest('b10c') } },
});

export const unruled: UsageSummary = usage({
  id: 'unruled',
  repository: 'ghcr.io/acme/toolbox',
  environment: 'dev',
  verdict: 'untrusted',
  decision: 'warn',
  rules: [],
  reason: {
    code: 'no-rule',
    parameters: { repository: 'ghcr.io/acme/toolbox' },
  },
});

export const unreachable: UsageSummary = usage({
  id: 'unreachable',
  repository: 'harbor.acme.internal/infra/vpc',
  kind: 'terraform-module',
  verdict: 'inconclusive',
  decision: 'warn',
  environment: undefined,
  digest: undefined,
  reason: {
    code: 'registry-unreachable',
    parameters: { host: 'harbor.acme.internal' },
  },
  freshness: { status: 'none' },
});

export const stale: UsageSummary = usage({
  id: 'stale',
  repository: 'ghcr.io/acme/payments-worker',
  freshness: {
    status: 'stale',
    provenAt: '2026-11-19T14:02:00Z',
    since: '2026-11-19T18:00:00Z',
    cause: {
      code: 'registry-unreachable',
      origin: 'infrastructure',
      message: 'connect ECONNREFUSED',
    },
  },
});

export const pending: UsageSummary = usage({
  id: 'pending',
  repository: 'ghcr.io/acme/fresh',
  environment: 'dev',
  verdict: 'inconclusive',
  decision: 'warn',
  reason: { code: 'not-checked-yet', parameters: {} },
  freshness: { status: 'none' },
  lastCheckedAt: undefined,
  checking: true,
});

const bidi = '\u202egnp.exe\u202c';

const script = (call: string) => ['javascript', call].join(':');

/** A stranger's texts: markup, reordering characters, a script as an address, a name without an end. */
export const hostile: UsageSummary = usage({
  id: 'hostile',
  repository: `ghcr.io/<img src=x onerror=alert(1)>/${bidi}${'x'.repeat(300)}`,
  reference: `ghcr.io/<script>alert(1)</script>:${bidi}`,
  environment: `<b>${bidi}</b>`,
  cloud: `"><i>`,
  location: bidi,
  tag: `<svg onload=alert(1)>${bidi}`,
  verdict: 'untrusted',
  decision: 'warn',
  reason: {
    code: 'signer-not-accepted',
    parameters: { signer: `<b>${bidi}</b>`, rule: 'r', wanted: `<i>${bidi}` },
  },
});

export const hostileDetail: UsageDetail = detail(hostile, {
  evidence: [
    evidence({
      signer: certificate('refs/heads/x', {
        subject: script(`alert(1)//${bidi}`),
        issuer: script('alert(2)'),
        claims: {
          buildSignerUri: script('alert(3)'),
          sourceRepository: 'https://github.com@evil.example/',
          sourceDigest: `<b>${bidi}`,
          runInvocationUri: 'data:text/html,<script>alert(4)</script>',
        },
      }),
      statement: {
        role: 'provenance',
        predicateType: `<script>alert(5)</script>${bidi}`,
        builder: script('alert(6)'),
        subjectName: `<b>${bidi}</b>`,
      },
    }),
  ],
});

export const trusted: UsageSummary = usage({ id: 'trusted' });

const otherKey = evidence({
  material: digest('aa01'),
  authority: 'platform-key',
  outcome: {
    status: 'failed',
    code: 'unknown-authority',
    message: 'the key is not the one',
  },
});

export const trustedDetail: UsageDetail = detail(trusted, {
  evidence: [
    evidence(),
    otherKey,
    evidence({
      material: digest('5b0a'),
      statement: {
        role: 'sbom',
        predicateType: 'https://spdx.dev/Document',
      },
    }),
    brokenEvidence(),
  ],
  traces: [
    acceptedTrace(),
    {
      material: digest('5b0a'),
      accepted: false,
      reason: { code: 'attestation-missing', parameters: { found: 'sbom' } },
    },
    {
      material: digest('bad1'),
      accepted: false,
      reason: { code: 'signature-invalid', parameters: {} },
    },
  ],
});

/** An entity with one of everything. */
export const everything: UsageSummary[] = [
  trusted,
  hotfix,
  tampered,
  blocked,
  unruled,
  unreachable,
  stale,
  pending,
  hostile,
];

export function manyUsages(count: number): UsageSummary[] {
  return Array.from({ length: count }, (_, i) =>
    usage({
      id: `many-${i}`,
      repository: `ghcr.io/acme/service-${String(i).padStart(4, '0')}`,
    }),
  );
}
