import {
  checkArtifact,
  readArtifacts,
} from '@countersign/backstage-plugin-provenance-node';
import { entityArtifacts } from './entityArtifacts';

/** Items that the portal takes, by its own reader. */
function takenByPortal(text: string): unknown[] {
  const reading = readArtifacts(text);
  if ('problem' in reading) return [];
  return reading.items.filter(
    ({ value, problem }) => problem === undefined && !checkArtifact(value),
  );
}

const taken = (text: string) =>
  entityArtifacts(text).filter(one => !('problem' in one));

describe('entityArtifacts', () => {
  it('reads references, kinds and environments', () => {
    expect(
      entityArtifacts(`
- reference: ghcr.io/acme/payments:1.8.2
  environment: prod
  cloud: aws
  location: eu-west-1/cluster-7
- reference: https://github.com/acme/infra/releases/download/v4/vpc.tgz
  kind: terraform-module
  bundle: https://github.com/acme/infra/releases/download/v4/vpc.tgz.sigstore.json
`),
    ).toMatchObject([
      { reference: { host: 'ghcr.io', tag: '1.8.2' }, environment: 'prod' },
      {
        reference: { host: 'github.com', type: 'file' },
        kind: 'terraform-module',
      },
    ]);
  });

  it.each([
    ['- reference: ghcr.io/a/b:1', 1],
    ['- { reference: "ghcr.io/a/b:1", signer: me }', 0],
    ['- { reference: "ghcr.io/a/b:1", kind: image }', 0],
    ['- { reference: "ghcr.io/a/b:1", environment: "" }', 0],
    ['- { reference: "ghcr.io/a/b:1", cloud: 7 }', 0],
    [`- { reference: "ghcr.io/a/b:1", location: "${'x'.repeat(201)}" }`, 0],
    ['- { reference: "ghcr.io/a/b:1", location: "a\\u0007" }', 0],
    ['- { reference: "ghcr.io/a/b:1", location: "\\ud800" }', 0],
    ['- 7\n- reference: ghcr.io/a/b:1', 1],
    ['- environment: prod', 0],
    ['[]', 0],
    ['reference: ghcr.io/a/b:1', 0],
    ['- reference: [', 0],
    [`- reference: ghcr.io/a/b:1 # ${'x'.repeat(33_000)}`, 0],
    [
      Array.from({ length: 201 }, () => '- reference: ghcr.io/a/b:1').join(
        '\n',
      ),
      0,
    ],
  ])('takes of %.60j what the portal takes', (text, expected) => {
    expect(taken(text)).toHaveLength(expected);
    expect(takenByPortal(text)).toHaveLength(expected);
  });

  it.each([
    '- &a { reference: "ghcr.io/a/b:1" }\n- *a',
    '- { reference: "ghcr.io/a/b:1", reference: "ghcr.io/a/c:1" }',
    '- reference: "ghcr.io/a b"',
    '- reference: ./local.tgz',
    '- reference: ""',
  ])('takes nothing of %j, and says why', text => {
    expect(taken(text)).toEqual([]);
    expect(entityArtifacts(text)).toMatchObject([
      { problem: expect.stringMatching(/./) },
    ]);
  });

  it('takes no annotation that is no text', () => {
    expect(entityArtifacts({ a: 1 })).toMatchObject([
      { problem: expect.stringContaining('is no text') },
    ]);
  });
});
