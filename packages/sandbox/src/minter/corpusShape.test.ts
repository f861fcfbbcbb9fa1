/* eslint-disable jest/no-disabled-tests, jest/valid-title, jest/valid-describe-callback -- real data is not everywhere */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder } from '../corpus';
import { SigstoreInstance, toBundle, workflowIdentity } from '.';

const folder = corpusFolder();
const name = 'beside a real bundle of Rekor v2';

interface Bundle {
  verificationMaterial: {
    tlogEntries: {
      canonicalizedBody: string;
      inclusionProof: { checkpoint: { envelope: string } };
    }[];
  };
}

/** Keys and types, in the order in which they stand; of lists the first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, member]) => [key, shapeOf(member)]);
  return typeof value;
}

function sortedShapeOf(value: unknown): unknown {
  const shape = shapeOf(value);
  const sort = (node: unknown): unknown =>
    Array.isArray(node)
      ? node.map(sort).sort((a, b) => (String(a) < String(b) ? -1 : 1))
      : node;
  return sort(shape);
}

function suite() {
  const real: Bundle = JSON.parse(
    readFileSync(
      join(
        folder ?? '',
        'sigstore-bundles/rekor2-checkpoint-cosigned/bundle.sigstore.json',
      ),
      'utf8',
    ),
  );
  const minted = toBundle(
    SigstoreInstance.create({
      name: 'acme',
      clock: { now: () => new Date('2026-06-01T12:00:00Z') },
    }).sign(
      { type: 'message', bytes: Buffer.from('a release') },
      {
        signer: {
          type: 'certificate',
          identity: workflowIdentity({
            repository: 'acme/ledger',
            ref: 'refs/tags/v1',
          }),
        },
        logEntry: 'hashedrekord-0.0.2',
      },
    ),
  ) as unknown as Bundle;
  const entryOf = (bundle: Bundle) =>
    bundle.verificationMaterial.tlogEntries[0];

  it('has the same members', () => {
    expect(sortedShapeOf(minted)).toEqual(sortedShapeOf(real));
  });

  it('has the same canonical body, member by member in its order', () => {
    const body = (bundle: Bundle) =>
      JSON.parse(
        Buffer.from(entryOf(bundle).canonicalizedBody, 'base64').toString(),
      );

    expect(shapeOf(body(minted))).toEqual(shapeOf(body(real)));
  });

  it('has a checkpoint of the same lines', () => {
    const form =
      /^[\w.-]+\n\d+\n[\w+/]{43}=\n\n(\u2014 [\w.-]+ [\w+/]+=*\n){2}$/;

    for (const bundle of [real, minted])
      expect(entryOf(bundle).inclusionProof.checkpoint.envelope).toMatch(form);
  });
}

if (folder) describe(name, suite);
else describe.skip(`${name} (skipped: no corpus, set SANDBOX_CORPUS)`, suite);
