import type {
  AcceptanceResponse,
  AcceptanceRule,
} from '@countersign/backstage-plugin-provenance-common';

const actions = 'https://token.actions.githubusercontent.com';
const workflows = 'https://github.com/acme/*/.github/workflows';

export const releaseRule: AcceptanceRule = {
  name: 'acme-release',
  references: ['ghcr.io/acme/**', 'ghcr.io/acme-charts/*'],
  environments: ['prod', 'staging', 'dev'],
  mode: 'observe',
  modes: { prod: 'enforce', dev: 'off' },
  signers: [
    {
      authority: 'public-good',
      issuer: actions,
      subject: `${workflows}/release.yml@refs/tags/v*`,
      claims: {
        runnerEnvironment: 'github-hosted',
        owner: 'https://github.com/acme',
      },
    },
    { key: 'platform-key' },
  ],
  requirements: [
    { type: 'signature', log: true },
    { type: 'provenance', minimumLevel: 3 },
    {
      type: 'scan',
      maximum: { critical: 0, high: 5 },
      maximumAgeMs: 7 * 86_400_000,
      signers: [{ key: 'scanner-key' }],
      modes: { prod: 'observe' },
    },
  ],
  owner: 'group:default/payments',
  rationale: 'Releases come from tags that two people approved.',
  runbook: 'https://handbook.acme.example/releasing',
};

export const branchRule: AcceptanceRule = {
  name: 'any-branch-in-dev',
  references: ['ghcr.io/acme/payments'],
  environments: ['dev'],
  mode: 'observe',
  signers: [
    {
      authority: 'public-good',
      issuer: actions,
      subject: `${workflows}/*.yml@refs/**`,
    },
  ],
  runbook: ['javascript', 'alert(1)'].join(':'),
};

/** As somebody might write it who means harm, or pastes from a page that does. */
export const hostileRule: AcceptanceRule = {
  name: 'base\u202eimages',
  references: ['ghcr.io/b\u0430se/**'],
  mode: 'enforce',
  signers: [
    {
      authority: 'public-good',
      issuer: 'https://id.example/\u202e',
      subject: '<img src=x onerror=alert(1)>@**',
    },
  ],
  owner: 'nobody\u202e',
};

/** A list with everything that a list can have. */
export const acceptance: AcceptanceResponse = {
  version: 42,
  rules: [releaseRule, branchRule, hostileRule],
  distrust: [
    {
      key: 'base-2024',
      from: '2026-11-03T00:00:00.000Z',
      reason: 'The key was on a laptop that is gone.',
      runbook: 'https://handbook.acme.example/incidents/17',
    },
  ],
  builders: [
    {
      builder: 'https://ci.acme.example/**',
      signer: { key: 'platform-key' },
      level: 2,
      because: 'The build cannot reach the key.',
    },
  ],
};

/** A list of so many rules, as a large company has. */
export function manyRules(count: number): AcceptanceResponse {
  const rules = Array.from({ length: count }, (_, i) => ({
    ...releaseRule,
    name: `rule-${i}`,
    references: [`ghcr.io/acme/team-${i}/**`],
  }));
  return { version: 7, rules };
}
