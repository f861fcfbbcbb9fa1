import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Cosign } from './cosign';
import { push } from './image';
import { moveSignature } from './moveSignature';
import { keyFrom, look, outcomes } from './ours';
import {
  startDockerRegistry,
  startOlareg,
  type ForeignRegistry,
} from './registries';
import { call, isThere, type Program } from './tools';

const registries: {
  program: Program;
  start(): Promise<ForeignRegistry>;
  /** Where a bundle lies. */
  bundles: string;
}[] = [
  { program: 'olareg', start: startOlareg, bundles: 'referrers-api' },
  {
    program: 'docker-registry',
    start: startDockerRegistry,
    bundles: 'referrers-tag',
  },
];

/** What is attested to, and as what ours understands it. */
const attestations: { type: string; predicate: object; role: string }[] = [
  {
    type: 'slsaprovenance',
    predicate: {
      builder: { id: 'https://builder.test/v1' },
      buildType: 'https://builder.test/type',
      invocation: { configSource: {} },
      materials: [],
    },
    role: 'provenance',
  },
  {
    type: 'slsaprovenance1',
    predicate: {
      buildDefinition: {
        buildType: 'https://builder.test/type',
        externalParameters: {},
      },
      runDetails: { builder: { id: 'https://builder.test/v1' } },
    },
    role: 'provenance',
  },
  {
    type: 'spdxjson',
    predicate: {
      SPDXID: 'SPDXRef-DOCUMENT',
      spdxVersion: 'SPDX-2.3',
      name: 'payments',
      packages: [],
    },
    role: 'sbom',
  },
  {
    type: 'cyclonedx',
    predicate: { bomFormat: 'CycloneDX', specVersion: '1.6', components: [] },
    role: 'sbom',
  },
  {
    type: 'vuln',
    predicate: {
      invocation: {},
      scanner: {
        uri: 'pkg:github/aquasecurity/trivy@0.60.0',
        version: '0.60.0',
        db: {},
        result: { SchemaVersion: 2, Results: [] },
      },
      metadata: {
        scanStartedOn: '2026-03-01T00:00:00Z',
        scanFinishedOn: '2026-03-01T00:01:00Z',
      },
    },
    role: 'scan',
  },
  { type: 'custom', predicate: { note: 'anything' }, role: 'other' },
];

for (const { program, start, bundles } of registries)
  for (const version of ['cosign-v2', 'cosign-v3'] as const)
    describe(
      `${version} on ${program}`,
      { skip: !isThere(program, version) },
      () => {
        let registry: ForeignRegistry;
        let cosign: Cosign;
        let image: string;

        before(async () => {
          registry = await start();
          cosign = await Cosign.create(version);
        });
        after(() => registry.close());

        const ways: { way: string; flags: string[]; at: string[] }[] =
          version === 'cosign-v3'
            ? [
                {
                  way: 'a bundle',
                  flags: [],
                  at: [`${bundles} sigstore-bundle`],
                },
              ]
            : [
                {
                  way: 'a tag',
                  flags: [],
                  at: [
                    'cosign-sig-tag cosign-signature',
                    'cosign-att-tag cosign-attestation',
                  ],
                },
                {
                  way: 'a bundle',
                  flags: ['--new-bundle-format'],
                  at: [`${bundles} sigstore-bundle`],
                },
              ];

        for (const { way, flags, at } of ways) {
          it(`proves its signature in ${way}, by its key alone`, async () => {
            image = await push(
              registry.host,
              `${way.replace(' ', '-')}/signed`,
            );
            await cosign.sign(image, ...flags);
            const found = await look(image, keyFrom(cosign.publicKey));
            assert.deepEqual(found.unfinished, []);
            assert.deepEqual(found.materials, [at[0]]);
            assert.deepEqual(outcomes(found), ['proven signature']);

            const other = await Cosign.create(version);
            const byOther = await look(image, keyFrom(other.publicKey));
            assert.equal(byOther.evidence[0].outcome.status, 'failed');
            assert.deepEqual(outcomes(byOther), ['unknown-authority -']);
          });

          for (const { type, predicate, role } of attestations)
            it(`proves its ${type} attestation in ${way}`, async () => {
              const name = `${way.replace(' ', '-')}/${type}`;
              image = await push(registry.host, name);
              await cosign.attest(image, type, predicate, ...flags);
              const found = await look(image, keyFrom(cosign.publicKey));
              assert.deepEqual(found.unfinished, []);
              assert.deepEqual(found.materials, [at.at(-1)]);
              assert.deepEqual(outcomes(found), [`proven ${role}`]);
            });
        }

        it('finds both signatures of an image that was signed twice', async () => {
          image = await push(registry.host, 'twice');
          await cosign.sign(image);
          const second = await Cosign.create(version);
          await second.sign(image);
          const found = await look(image, keyFrom(cosign.publicKey));
          assert.deepEqual(outcomes(found).sort(), [
            'proven signature',
            'unknown-authority -',
          ]);
        });

        it('finds the signature on an index', async () => {
          image = await push(registry.host, 'index', [
            'linux/amd64',
            'linux/arm64',
          ]);
          await cosign.sign(image);
          const found = await look(image, keyFrom(cosign.publicKey));
          assert.deepEqual(outcomes(found), ['proven signature']);
        });

        it('says that nothing is there where nothing is', async () => {
          image = await push(registry.host, 'unsigned');
          const found = await look(image, keyFrom(cosign.publicKey));
          assert.deepEqual(found.unfinished, []);
          assert.deepEqual(found.materials, []);
        });

        it(
          'finds what oras copied to another registry',
          { skip: !isThere('oras') },
          async () => {
            image = await push(registry.host, 'copied');
            await cosign.sign(image);
            await cosign.attest(image, 'custom', { note: 'copied too' });
            const target = await (isThere('olareg')
              ? startOlareg
              : startDockerRegistry)();
            try {
              const copy = image.replace(registry.host, target.host);
              const [from, to] = [image, copy].map(one => one.split('@')[0]);
              await call('oras', [
                // One at a time: referrers that are pushed together each write the fallback tag, and one may be lost.
                ...['copy', '--recursive', '--concurrency', '1'],
                ...['--from-plain-http', '--to-plain-http'],
                ...[`${from}:v1`, `${to}:v1`],
              ]);
              const digest = image.split('@')[1].replace(':', '-');
              if (version === 'cosign-v2')
                for (const suffix of ['sig', 'att'])
                  await call('oras', [
                    ...['copy', '--from-plain-http', '--to-plain-http'],
                    ...[
                      `${from}:${digest}.${suffix}`,
                      `${to}:${digest}.${suffix}`,
                    ],
                  ]);
              const found = await look(copy, keyFrom(cosign.publicKey));
              assert.deepEqual(found.unfinished, []);
              assert.deepEqual(outcomes(found).sort(), [
                'proven other',
                'proven signature',
              ]);
            } finally {
              target.close();
            }
          },
        );

        it(
          'takes nothing that oras attached for a signature',
          { skip: !isThere('oras') },
          async () => {
            image = await push(registry.host, 'attached');
            const note = cosign.file('note.txt', 'signed, trust me');
            await call('oras', [
              ...['attach', '--plain-http', '--disable-path-validation'],
              ...['--artifact-type', 'text/plain', image, `${note}:text/plain`],
            ]);
            const found = await look(image, keyFrom(cosign.publicKey));
            assert.deepEqual(found.unfinished, []);
            assert.deepEqual(outcomes(found), []);
          },
        );

        it('refuses a signature that was moved to another image', async () => {
          image = await push(registry.host, 'moved/from');
          await cosign.sign(image);
          const moved = await look(image, keyFrom(cosign.publicKey));
          assert.deepEqual(outcomes(moved), ['proven signature']);
          const other = await push(registry.host, 'moved/to');
          await moveSignature(registry.host, image, other);
          const found = await look(other, keyFrom(cosign.publicKey));
          assert.deepEqual(outcomes(found), ['subject-mismatch signature']);
        });
      },
    );
