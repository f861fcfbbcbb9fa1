import type { Evidence, JudgeInput } from '@countersign/domain';
import {
  at,
  collectionOf,
  digestOf,
  evidenceOf,
  materialOf,
  registryDown,
  sourcesComplete,
  entryOf,
} from '../__testUtils__/fixtures';
import { signedBy } from './signedBy';

const subject = digestOf('a');
const child = digestOf('b');
const acme = { name: 'acme', digest: digestOf('c') };
const first = materialOf('1');
const second = materialOf('2');
const workflow = 'https://ci.example/acme/release';

const proven = (by: string, changes: Partial<Evidence> = {}): Evidence => {
  const one = evidenceOf(subject, first.digest, acme);
  if (one.signer?.type !== 'certificate') throw new Error('no certificate');
  const subjectType = by.includes('://') ? 'uri' : 'email';
  const signer = { ...one.signer, subject: by, subjectType } as const;
  return { ...one, signer, ...changes };
};

const input = (changes: Partial<JudgeInput> = {}): JudgeInput => ({
  usage: {
    entityRef: 'component:default/payments',
    kind: 'container-image',
    repository: 'ghcr.io/acme/payments',
    environment: 'prod',
    reference: 'ghcr.io/acme/payments:1',
    digest: subject,
  },
  resolution: { status: 'resolved', at: at(1) },
  collections: [
    collectionOf(subject, at(1), {
      material: [entryOf(first), entryOf(second)],
    }),
  ],
  evidence: [proven(`${workflow}@refs/tags/v1`)],
  acceptedBefore: [],
  registry: {
    version: 1,
    rules: [
      {
        name: 'release',
        references: ['ghcr.io/acme/**'],
        mode: 'enforce',
        signers: [
          {
            authority: 'acme',
            issuer: 'https://issuer.example',
            subject: `${workflow}@refs/tags/v*`,
          },
        ],
      },
    ],
  },
  authorities: [
    { name: 'acme', kind: 'sigstore', status: 'loaded', digest: acme.digest },
  ],
  settings: {
    environments: ['prod'],
    intervalMs: 3_600_000,
    maximumAgeMs: 86_400_000,
  },
  now: at(2),
  ...changes,
});

const inWords = (changes?: Partial<JudgeInput>) =>
  signedBy(input(changes))?.map(one => [
    one.identity.subject,
    one.accepted,
    one.signed.length,
  ]);

describe('S11.1 who signed what a usage runs', () => {
  it('counts the releases of one workflow as one signer, accepted where any of them is', () => {
    const evidence = [
      proven(`${workflow}@refs/heads/main`),
      proven(`${workflow}@refs/tags/v2`, { material: second.digest }),
    ];
    expect(inWords({ evidence })).toEqual([[workflow, true, 2]]);
    expect(inWords({ evidence: [evidence[0]] })).toEqual([
      [workflow, false, 1],
    ]);
  });

  it('says at which ref, the accepted one first, and with which claims', () => {
    const evidence = [
      proven(`${workflow}@refs/heads/main`),
      proven(`${workflow}@refs/tags/v2`, { material: second.digest }),
    ];
    const [{ forms }] = signedBy(input({ evidence }))!;
    expect(forms).toEqual([
      expect.objectContaining({ subject: `${workflow}@refs/tags/v2` }),
      {
        subject: `${workflow}@refs/heads/main`,
        ...{ subjectType: 'uri', claims: {} },
      },
    ]);
  });

  it('keeps strangers apart, and who is distrusted is one', () => {
    expect(inWords({ evidence: [proven('ann@example.com')] })).toEqual([
      ['ann@example.com', false, 1],
    ]);
    const identity = {
      issuer: 'https://issuer.example',
      subject: `${workflow}@**`,
    };
    const distrust = [{ identity, reason: 'stolen' }];
    const registry = { ...input().registry, distrust };
    expect(inWords({ registry })).toEqual([[workflow, false, 1]]);
  });

  it.each<[string, Partial<JudgeInput>]>([
    ['nothing proves', { evidence: [failed()] }],
    ['an authority proved that is gone', { authorities: [] }],
    [
      'signed what is not served any more',
      { collections: [collectionOf(subject, at(1))] },
    ],
    [
      'signed another digest',
      { evidence: [proven(workflow, { subject: child })] },
    ],
  ])('names nobody whom %s', (_name, changes) => {
    expect(inWords(changes)).toEqual([]);
  });

  it('S8.2 names who signed what an index lists', () => {
    const children = [
      {
        digest: child,
        isRunnable: true,
        mediaType: 'x',
        platform: 'linux/amd64',
      },
    ];
    const collections = [
      collectionOf(subject, at(1), { children }),
      collectionOf(child, at(1), { material: [entryOf(first)] }),
    ];
    const evidence = [proven(`${workflow}@refs/tags/v1`, { subject: child })];
    expect(inWords({ collections, evidence })).toEqual([[workflow, true, 1]]);
  });

  it.each<[string, Partial<JudgeInput>]>([
    ['nobody looked', { collections: [], resolution: { status: 'pending' } }],
    [
      'the artifact is not there any more',
      {
        resolution: {
          status: 'failed',
          at: at(1),
          cause: {
            code: 'artifact-not-found',
            origin: 'configuration',
            message: 'gone',
          },
        },
      },
    ],
    ['what was seen is too old', { now: at(60 * 25) }],
    [
      'an unfinished look showed nothing',
      {
        collections: [
          collectionOf(subject, at(1), {
            sources: [
              sourcesComplete[0],
              {
                source: 'referrers-api',
                status: 'failed',
                cause: registryDown,
              },
            ],
          }),
        ],
      },
    ],
    [
      'S5.3 an authority is missing',
      {
        authorities: [
          ...input().authorities,
          {
            ...{ name: 'other', kind: 'sigstore', status: 'failed' },
            cause: registryDown,
          } as const,
        ],
      },
    ],
    ['something was not verified', { unverified: [subject] }],
  ])('S5.4 cannot say it where %s', (_name, changes) => {
    expect(signedBy(input(changes))).toBeUndefined();
  });

  it('bounds strangers, the same ones each time, and never who is accepted', () => {
    const flood = Array.from({ length: 300 }, (_, i) =>
      proven(`stranger-${i}@example.com`),
    );
    const evidence = [...flood, proven(`${workflow}@refs/tags/v1`)];
    const seen = inWords({ evidence })!;
    expect(seen).toHaveLength(51);
    expect(seen[0]).toEqual([workflow, true, 1]);
    expect(inWords({ evidence: [...evidence].reverse() })).toEqual(seen);
  });

  it('holds texts that a database would refuse', () => {
    const [one] = signedBy(
      input({ evidence: [proven(`a\0b${'x'.repeat(5_000)}`)] }),
    )!;
    expect(one.identity.subject).toMatch(/^a\uFFFDbx+$/);
    expect(one.identity.subject).toHaveLength(1_000);
  });
});

function failed(): Evidence {
  return proven(workflow, {
    outcome: { status: 'failed', code: 'signature-invalid', message: 'no' },
  });
}
