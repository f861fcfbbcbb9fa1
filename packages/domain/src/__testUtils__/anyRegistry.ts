/** Registries at random: whatever the strict parser lets in, strangers' characters included. */
import fc from 'fast-check';
import { claimNames } from '../records/signer';
import { severities } from '../records/statement';
import { compilePattern } from '../pattern';
import { artifactKinds } from '../records/usage';
import type { DistrustEntry } from '../registry/distrust';
import type { EntityFilter } from '../registry/entityFilter';
import type { Requirement } from '../registry/requirement';
import type { GovernedKey } from '../registry/governedKey';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import {
  modes,
  type AcceptanceRule,
  type CertificateSigner,
  type Mode,
  type RegistryContent,
  type RuleSigner,
} from '../registry/rule';

const parts = [
  ...['*', '**', '/', '//', '@', ':', '.', '-', '{host}', '${x}', '$1', '"'],
  ...['acme', 'payments', 'release.yml', '.github/workflows/', 'refs/tags/v'],
  ...['refs/heads/', 'https://github.com/', 'https://gitlab.com/', '\u202e'],
  ...['\u{e0041}', '\n', '\t', '# ', ': ', '- ', '&a', '!x', '\ud800', '_'],
];

const text = fc
  .oneof(
    fc
      .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 })
      .map(list => list.join('')),
    fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
  )
  .filter(one => one.trim() !== '');

const pattern = text.filter(one => {
  try {
    return compilePattern(one) !== undefined;
  } catch {
    return false;
  }
});

const subject = fc.oneof(
  pattern,
  fc
    .tuple(
      fc.constantFrom('acme', '*', 'ac*'),
      fc.constantFrom('payments', '*', '**', 'pay*'),
      fc.constantFrom('release.yml', '*', '*.yml', 'a/b.yml'),
      fc.constantFrom('tags/v*', 'tags/**', 'heads/main', '**', 'heads/*/x'),
    )
    .map(
      ([owner, repository, file, ref]) =>
        `https://github.com/${owner}/${repository}/.github/workflows/${file}@refs/${ref}`,
    ),
);

const issuer = fc.oneof(
  text,
  fc.constantFrom(
    'https://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/acme-inc',
    'https://gitlab.com',
    'https://accounts.google.com',
    'https://agent.buildkite.com',
  ),
);

/** Keys that are absent are absent, not undefined: configuration has no undefined. */
const record = <T>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
  requiredKeys: (keyof T)[],
) =>
  fc.record(fields, {
    requiredKeys: requiredKeys as [],
    noNullPrototype: true,
  }) as unknown as fc.Arbitrary<T>;

const list = <T>(item: fc.Arbitrary<T>) =>
  fc.array(item, { minLength: 1, maxLength: 4 });

const claims = fc.dictionary(fc.constantFrom(...claimNames), pattern, {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});

export const anySigner: fc.Arbitrary<RuleSigner> = fc.oneof(
  record<CertificateSigner>(
    {
      authority: text,
      issuer,
      subject,
      claims,
      ownRepository: fc.constant(true),
    },
    ['authority', 'issuer', 'subject'],
  ),
  fc.record({ key: text }, { noNullPrototype: true }),
);

const mode = fc.constantFrom<Mode>(...modes);
const environment = fc.oneof(
  fc.constantFrom('dev', 'staging', 'prod', 'constructor'),
  text,
);

/** What the parser lets into `modes`: only environments in which the rule applies. */
const modesOf = (environments: string[] | undefined) =>
  fc.dictionary(
    environments ? fc.constantFrom(...environments) : environment,
    mode,
    { minKeys: 1, maxKeys: 3, noNullPrototype: true },
  );

const types = ['signature', 'sbom', 'test', 'provenance', 'scan', 'summary'];

function requirementIn(environments: string[] | undefined) {
  const every = {
    signers: list(anySigner),
    mode,
    modes: modesOf(environments),
    maximumAgeMs: fc.integer({ min: 1, max: 4_000_000_000 }),
    log: fc.boolean(),
    matchReference: fc.boolean(),
  };
  const own: Record<string, object> = {
    provenance: {
      minimumLevel: fc.constantFrom(1, 2, 3),
      builders: list(pattern),
    },
    scan: {
      maximum: fc.dictionary(fc.constantFrom(...severities), fc.nat(1_000), {
        minKeys: 1,
        noNullPrototype: true,
      }),
    },
    summary: { verifiers: list(text), levels: list(text) },
  };
  return fc
    .constantFrom(...types)
    .chain(type =>
      fc.record(
        { type: fc.constant(type), ...every, ...own[type] },
        { requiredKeys: ['type'], noNullPrototype: true },
      ),
    ) as fc.Arbitrary<Requirement>;
}

/** Full references and small letters, as the parser leaves them. */
const entityFilter: fc.Arbitrary<EntityFilter> = fc
  .record(
    {
      kind: list(fc.constantFrom('component', 'resource')),
      type: list(fc.constantFrom('service', 'website')),
      owner: list(fc.constantFrom('group:default/payments')),
      system: list(fc.constantFrom('system:default/shop')),
      lifecycle: list(fc.constantFrom('production', 'experimental')),
      labels: fc.dictionary(
        fc.constantFrom('acme.io/pci', 'tier', 'constructor'),
        list(fc.constantFrom('yes', 'no')),
        { minKeys: 1, noNullPrototype: true },
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .filter(one => Object.keys(one).length > 0);

export const anyRule: fc.Arbitrary<AcceptanceRule> = fc
  .option(fc.uniqueArray(environment, { minLength: 1, maxLength: 3 }), {
    nil: undefined,
  })
  .chain(environments =>
    record<AcceptanceRule>(
      {
        name: text,
        references: list(pattern),
        environments: fc.constant(environments),
        mode,
        modes: modesOf(environments),
        signers: list(anySigner),
        requirements: list(requirementIn(environments)),
        kinds: fc.subarray([...artifactKinds], { minLength: 1 }),
        entities: list(entityFilter),
        owner: fc.constantFrom('group:default/payments', 'user:a/b'),
        rationale: text,
        runbook: text,
      } as { [K in keyof AcceptanceRule]: fc.Arbitrary<AcceptanceRule[K]> },
      [
        ...(['name', 'references', 'mode', 'signers'] as const),
        ...(environments ? (['environments'] as const) : []),
      ],
    ).map(({ environments: named, ...rest }) => ({
      ...rest,
      ...(named && { environments: named }),
    })),
  );

const why = {
  from: fc.constantFrom('2026-11-03T00:00:00.000Z'),
  reason: text,
  runbook: text,
};

const distrustOf = (target: Record<string, fc.Arbitrary<unknown>>) =>
  record<Record<string, unknown>>({ ...target, ...why }, [
    ...Object.keys(target),
    'reason',
  ]);

export const anyDistrust = fc.oneof(
  distrustOf({ key: text }),
  distrustOf({ authority: text }),
  distrustOf({ workflow: pattern.filter(one => !one.includes('@')) }),
  distrustOf({ log: fc.constant('ab'.repeat(32)) }),
  distrustOf({ digest: fc.constant(`sha256:${'cd'.repeat(32)}`) }),
  distrustOf({
    identity: fc.record(
      { authority: text, issuer, subject },
      { requiredKeys: ['issuer', 'subject'], noNullPrototype: true },
    ),
  }),
) as unknown as fc.Arbitrary<DistrustEntry>;

const level = fc.constantFrom<1 | 2 | 3>(1, 2, 3);

export const anyBuilder: fc.Arbitrary<ReviewedBuilder> = fc.oneof(
  record<ReviewedBuilder>(
    {
      builder: pattern,
      signer: fc.record(
        { issuer, subject, claims },
        { requiredKeys: ['issuer', 'subject'], noNullPrototype: true },
      ),
      level,
      because: text,
    },
    ['signer', 'level', 'because'],
  ),
  record<ReviewedBuilder>(
    {
      builder: pattern,
      signer: fc.record({ key: text }, { noNullPrototype: true }),
      level,
      because: text,
    },
    ['builder', 'signer', 'level', 'because'],
  ),
);

export const anyBinding: fc.Arbitrary<RepositoryBinding> =
  record<RepositoryBinding>(
    {
      entity: fc.constantFrom('component:default/a', 'component:x/b-c_d.e'),
      repository: fc.constantFrom(
        'https://github.com/acme/payments',
        'https://gitlab.com/a/b/c',
      ),
      repositoryId: fc.constantFrom('1', 'a-b'),
      ownerId: fc.constantFrom('2', 'c'),
      reason: text,
    },
    ['entity', 'repository'],
  );

/** Of P-256 and Ed25519, in the one way in which they are written. */
export const publicKeys = [
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeZ+Lu5cz4PKV012p+iJqz7SwO24v\ndQ+fh489veZ5kGb1MWefmp5Bk5mjVogSRf+kI89pGDzJSmEX+5LeBi75Cg==\n-----END PUBLIC KEY-----\n',
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAj+RfWTbu36Gu4RWV0+oreBDMMvGuSflroUVUdPUNJds=\n-----END PUBLIC KEY-----\n',
];

export const anyKey: fc.Arbitrary<GovernedKey> = record<GovernedKey>(
  {
    name: text,
    publicKey: fc.constantFrom(...publicKeys),
    validFrom: fc.constantFrom('2026-11-03T00:00:00.000Z'),
    validUntil: fc.constantFrom('2027-11-03T00:00:00.000Z'),
    log: text,
    reason: text,
  },
  ['name', 'publicKey', 'log'],
);

export const anyRegistry: fc.Arbitrary<RegistryContent> =
  record<RegistryContent>(
    {
      rules: fc.uniqueArray(anyRule, {
        minLength: 1,
        maxLength: 3,
        selector: ({ name }) => name,
      }),
      distrust: list(anyDistrust),
      builders: list(anyBuilder),
      keys: fc.uniqueArray(anyKey, {
        minLength: 1,
        maxLength: 2,
        selector: ({ name }) => name,
      }),
      bindings: fc.uniqueArray(anyBinding, {
        minLength: 1,
        maxLength: 2,
        selector: ({ entity }) => entity,
      }),
    },
    ['rules'],
  );
