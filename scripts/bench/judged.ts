import {
  proofNames,
  type AcceptanceRegistry,
  type AcceptanceRule,
  type AuthorityState,
  type Collection,
  type Digest,
  type Evidence,
  type JudgeInput,
  type Proofs,
} from '../../packages/domain/src';

/** A company of 200 teams with a rule each, and usages that each have three materials. */
const teams = 199;
const hour = 3_600_000;
const issuer = 'https://token.actions.githubusercontent.com';

export const now = new Date('2026-06-01T12:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();

export function digestOf(number: number, kind: number): Digest {
  return `sha256:${kind.toString(16)}${number.toString(16).padStart(63, '0')}`;
}

export const authority = {
  name: 'public-good',
  kind: 'sigstore',
  status: 'loaded',
  digest: digestOf(0, 15),
} as const satisfies AuthorityState;

export const signerOf = (owner: string) => ({
  authority: authority.name,
  issuer,
  subject: `https://github.com/${owner}/*/.github/workflows/release.yml@refs/tags/v*`,
});

function ruleOf(number: number): AcceptanceRule {
  return {
    name: `team-${number}`,
    references: [`ghcr.io/acme/team-${number}/**`],
    environments: ['prod', 'staging'],
    mode: 'enforce',
    signers: [signerOf('acme'), signerOf(`acme-team-${number}`)],
  };
}

/** One rule about everything, and one of each team: 200 of them, of which two speak of a usage. */
export const registry: AcceptanceRegistry = {
  version: 1,
  rules: [
    {
      name: 'all',
      references: ['ghcr.io/acme/**'],
      mode: 'observe',
      signers: [signerOf('acme')],
    },
    ...Array.from({ length: teams }, (_, i) => ruleOf(i)),
  ],
};

export const settings: JudgeInput['settings'] = {
  environments: ['dev', 'staging', 'prod'],
  intervalMs: 4 * hour,
  maximumAgeMs: 24 * hour,
};

/** Of ten usages nine are signed by their company, and one by somebody else. */
function ownerOf(number: number): string {
  return number % 10 === 0 ? 'other' : 'acme';
}

function evidenceOf(number: number, i: number): Evidence {
  const repository = `${ownerOf(number)}/app-${number}`;
  const proofs = proofNames.map(name => [name, { status: 'proven' }]);
  const role = (['signature', 'provenance', 'sbom'] as const)[i];
  return {
    subject: digestOf(number, 1),
    material: digestOf(number, 2 + i),
    format: 'sigstore-bundle',
    authority: authority.name,
    authorityDigest: authority.digest,
    verifierRevision: 1,
    signer: {
      type: 'certificate',
      issuer,
      subject: `https://github.com/${repository}/.github/workflows/release.yml@refs/tags/v1.${number}.0`,
      subjectType: 'uri',
      claims: { sourceRepository: `https://github.com/${repository}` },
      fingerprint: digestOf(number, 6 + i),
      notBefore: ago(hour),
      notAfter: ago(hour - 600_000),
    },
    statement: { role },
    proofs: Object.fromEntries(proofs) as Proofs,
    outcome: { status: 'proven', provenTimes: [ago(hour)] },
  };
}

function collectionOf(number: number, repository: string): Collection {
  return {
    subject: digestOf(number, 1),
    repository,
    at: ago(60_000),
    sources: [
      { source: 'subject', status: 'complete' },
      { source: 'referrers-api', status: 'complete' },
      { source: 'referrers-tag', status: 'absent' },
      { source: 'cosign-sig-tag', status: 'absent' },
      { source: 'cosign-att-tag', status: 'absent' },
    ],
    material: [0, 1, 2].map(i => ({
      digest: digestOf(number, 2 + i),
      source: 'referrers-api',
      format: 'sigstore-bundle',
    })),
  };
}

/** Nothing of it is shared with the input of another number. */
export function inputOf(number: number): JudgeInput {
  const repository = `ghcr.io/acme/team-${number % teams}/app-${number}`;
  return {
    usage: {
      entityRef: `component:default/app-${number}`,
      kind: 'container-image',
      repository,
      environment: 'prod',
      reference: `${repository}:1`,
      tag: '1',
      digest: digestOf(number, 1),
    },
    resolution: { status: 'resolved', at: ago(60_000) },
    collections: [collectionOf(number, repository)],
    evidence: [0, 1, 2].map(i => evidenceOf(number, i)),
    acceptedBefore: [],
    registry,
    authorities: [authority],
    settings,
    now: now.toISOString(),
  };
}
