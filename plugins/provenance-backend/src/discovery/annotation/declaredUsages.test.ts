import { usageIdOf } from '../../store';
import { declaredUsages } from './declaredUsages';

const entityRef = 'component:default/payments';
const read = (text: string) => declaredUsages(entityRef, text);

describe('declaredUsages', () => {
  it('reads what the annotation documents', () => {
    const usages = read(`
- reference: ghcr.io/acme/payments:1.8.2
  environment: prod
  cloud: aws
  location: eu-west-1/cluster-7
- reference: https://github.com/acme/infra/releases/download/v4/vpc.tgz
  kind: terraform-module
  bundle: https://github.com/acme/infra/releases/download/v4/vpc.tgz.sigstore.json
`);
    expect(usages).toEqual([
      {
        identity: {
          entityRef,
          kind: 'container-image',
          repository: 'ghcr.io/acme/payments',
          environment: 'prod',
          cloud: 'aws',
          location: 'eu-west-1/cluster-7',
        },
        isKindAssumed: true,
        reference: 'ghcr.io/acme/payments:1.8.2',
        tag: '1.8.2',
      },
      {
        identity: {
          entityRef,
          kind: 'terraform-module',
          repository:
            'https://github.com/acme/infra/releases/download/v4/vpc.tgz',
        },
        reference: 'https://github.com/acme/infra/releases/download/v4/vpc.tgz',
        bundleUrl:
          'https://github.com/acme/infra/releases/download/v4/vpc.tgz.sigstore.json',
      },
    ]);
  });

  it('calls a file without a kind a package', () => {
    expect(read('- reference: https://x.example/a.tgz')[0].identity.kind).toBe(
      'package',
    );
  });

  it('says once what is said twice', () => {
    expect(
      read('- reference: ghcr.io/a/b:1\n- reference: ghcr.io/a/b:1'),
    ).toHaveLength(1);
  });

  it('S3.1 knows the kind where one of the two that say the same names it', () => {
    const usages = read(`
- reference: ghcr.io/acme/payments:1
- reference: ghcr.io/acme/payments:1
  kind: container-image
`);
    expect(usages.map(one => one.isKindAssumed)).toEqual([undefined]);
  });

  it('keeps a broken item apart from the good one for the same place', () => {
    const [good, broken] = read(
      '- { reference: "ghcr.io/a/b:1" }\n- { reference: "ghcr.io/a/b:1", signer: me }',
    );
    expect(good).toMatchObject({
      reference: 'ghcr.io/a/b:1',
      identity: { repository: 'ghcr.io/a/b' },
    });
    expect(good.problem).toBeUndefined();
    expect(broken).toMatchObject({
      identity: { repository: 'ghcr.io/a/b (line 2)' },
      problem: { code: 'annotation-invalid', origin: 'configuration' },
    });
    expect(usageIdOf(good.identity)).not.toBe(usageIdOf(broken.identity));
  });

  it('stays the same usage when a mistake beside the reference is mended', () => {
    const [before] = read(
      '- { reference: "ghcr.io/a/b:1", environment: prod, signer: me }',
    );
    const [after] = read('- { reference: "ghcr.io/a/b:1", environment: prod }');
    expect(usageIdOf(before.identity)).toBe(usageIdOf(after.identity));
  });

  it.each([
    [
      '- 7',
      'Line 1: an item is an object with reference, kind, environment, cloud, location, bundle.',
    ],
    ['- null', 'Line 1: an item is an object with'],
    ['- environment: prod', 'Line 1: "reference" is missing.'],
    [
      '- reference: ""',
      'Line 1: "reference" must NOT have fewer than 1 characters.',
    ],
    [
      '- reference: ghcr.io/a/b:1\n  bundle: https://x.example/b',
      'Line 1: Only a file behind a web address can name its bundle.',
    ],
    [
      `- reference: ghcr.io/a/b:1\n  location: ${'x'.repeat(201)}`,
      '"location" must NOT have more than 200 characters',
    ],
    [
      '- reference: ghcr.io/a/b:1\n  "sig\\u202ener": x',
      'unknown field "sig\\u{202e}ner"',
    ],
    ['\n\n- reference: "ghcr.io/a b"', 'Line 3: '],
  ])('%j is one usage that says %s', (text, message) => {
    expect(read(text)).toMatchObject([
      {
        identity: { entityRef },
        problem: {
          code: 'annotation-invalid',
          message: expect.stringContaining(message),
        },
      },
    ]);
  });

  it('gives each unreadable item a usage of its own', () => {
    const usages = read(
      '- 7\n- {}\n- reference: "!!"\n- reference: ghcr.io/a/b:1',
    );
    expect(usages).toHaveLength(4);
    expect(new Set(usages.map(one => usageIdOf(one.identity))).size).toBe(4);
    expect(usages.filter(one => one.problem)).toHaveLength(3);
  });

  it('keeps no text that could move or hide its neighbours', () => {
    const [usage] = read(
      '- reference: "a\\0\\u202eb"\n  environment: "p\\0rod"',
    );
    expect(JSON.stringify(usage)).not.toMatch(/\\u0000|\u202e/);
  });

  it.each([
    '- { reference: "https://x.example/a", bundle: "https://x.example/\\ud800" }',
    '- { reference: "https://x.example/\\udc00" }',
    '- { reference: "ghcr.io/a/b:1", location: "\\ud800" }',
    `- { reference: "a${'\u{1f600}'.repeat(300)}" }`,
    `- { reference: "${'\u{1f600}'.repeat(
      300,
    )}", environment: "${'\u{1f600}'.repeat(150)}" }`,
  ])('keeps nothing of %j that a database would change', text => {
    const [usage] = read(text);
    expect(usage.problem?.code).toBe('annotation-invalid');
    const kept = [
      usage.reference,
      usage.bundleUrl,
      ...Object.values(usage.identity),
    ];
    for (const value of kept) expect(value ?? '').not.toMatch(/\p{Surrogate}/u);
  });
});
