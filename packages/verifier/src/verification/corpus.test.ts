import { existsSync, readdirSync } from 'node:fs';
import {
  buildLevelOf,
  proofNames,
  type Evidence,
  type EvidenceFailureCode,
  type ProofName,
} from '@countersign/domain';
import { startRegistry, type Registry } from '@countersign/sandbox';
import { ArtifactClient } from '../ArtifactClient';
import { digestOf } from '../encoding';
import { toMaterial } from '../material/Material';
import { parseReference } from '../reference';
import {
  corpusFile,
  corpusPath,
  describeCorpus,
  serveCorpusImage,
} from '../__testUtils__/corpus';
import {
  AuthorityError,
  keyAuthority,
  publicGoodAuthority,
  sigstoreAuthority,
} from '../trust';
import cases from './conformanceCases.json';
import { onlyClaimsDisagree } from './onlyClaimsDisagree';
import { verifyMaterial } from './verifyMaterial';

const now = new Date('2026-11-20T12:00:00Z');
const publicGood = publicGoodAuthority('public-good');

type Refusal = [EvidenceFailureCode, ProofName];
type Ending = 'proven' | Refusal | 'authority';

/**
 * How each case of the public suite ends, whether or not it is in the corpus: proven, refused with a code by a proof,
 * or with an authority that is none. The suite asks about signatures only, and accepts two cases whose predicates name
 * another repository, commit and workflow than their certificates; those fail here (S2.3).
 */
const endings = cases as unknown as Record<string, Ending>;

const contradicting = [
  'happy-path-intoto-in-dsse-v3',
  'rekor2-dsse-happy-path',
];

function verifyCase(name: string): Evidence {
  const path = (file: string) => ['sigstore-bundles', name, file] as const;
  const has = (file: string) => existsSync(corpusPath(...path(file)));
  const artifact = has('artifact')
    ? corpusFile(...path('artifact'))
    : corpusFile('sigstore-bundles', 'a.txt');
  const byKey = has('key.pub');
  const root = has('trusted_root.json')
    ? sigstoreAuthority(
        'own',
        JSON.parse(corpusFile(...path('trusted_root.json')).toString()),
        { forKeys: byKey },
      )
    : publicGood;
  const authority = byKey
    ? keyAuthority('key', corpusFile(...path('key.pub')).toString(), {
        log: root,
      })
    : root;
  const material = toMaterial({
    source: 'bundle-file',
    format: 'sigstore-bundle',
    mediaType: 'application/vnd.dev.sigstore.bundle+json',
    bytes: corpusFile(...path('bundle.sigstore.json')),
  });
  return verifyMaterial(material, {
    subject: digestOf(artifact),
    authority,
    now,
  });
}

/** `proven`, the code and the proof that failed with it, or that the authority was refused. */
function resultOf(name: string): Ending {
  try {
    const { outcome, proofs } = verifyCase(name);
    if (outcome.status === 'proven') return 'proven';
    const failed = proofNames.find(proof => {
      const found = proofs[proof];
      return found.status === 'failed' && found.code === outcome.code;
    });
    return [outcome.code, failed ?? 'format'];
  } catch (error) {
    if (error instanceof AuthorityError) return 'authority';
    throw error;
  }
}

describeCorpus('cases of the public conformance suite', () => {
  const folder = corpusPath('sigstore-bundles');
  const names = existsSync(folder)
    ? readdirSync(folder).filter(name => name !== 'a.txt')
    : ['absent'];

  it.each(names)('%s', name => {
    const ending = resultOf(name);
    // A case that nobody knows yet must still end as its name says.
    expect(ending).toEqual(endings[name] ?? ending);
    expect(ending === 'proven').toBe(
      !name.endsWith('_fail') && !contradicting.includes(name),
    );
  });

  it('S2.3 a statement that disagrees with its certificate has every other proof', () => {
    const evidence = verifyCase('happy-path-intoto-in-dsse-v3');
    expect(onlyClaimsDisagree(evidence)).toBe(true);
    expect(evidence.proofs).toMatchObject({
      signature: { status: 'proven' },
      chain: { status: 'proven' },
      validity: { status: 'proven' },
      sct: { status: 'proven' },
      set: { status: 'proven' },
      inclusion: { status: 'proven' },
      checkpoint: { status: 'proven' },
      subject: { status: 'proven' },
    });
  });
});

describeCorpus('S7.2 a log whose entries have no promise', () => {
  const name = 'bundle-with-sct-with-extensions';
  const verifyWith = (
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of a stranger, to be changed
    edit: { root?: (root: any) => void; bundle?: (bundle: any) => void },
  ) => {
    const read = (file: string) =>
      JSON.parse(corpusFile('sigstore-bundles', name, file).toString());
    const [root, bundle] = [
      read('trusted_root.json'),
      read('bundle.sigstore.json'),
    ];
    edit.root?.(root);
    edit.bundle?.(bundle);
    const material = toMaterial({
      source: 'bundle-file',
      format: 'sigstore-bundle',
      mediaType: 'application/vnd.dev.sigstore.bundle+json',
      bytes: Buffer.from(JSON.stringify(bundle)),
    });
    const subject = digestOf(corpusFile('sigstore-bundles', 'a.txt'));
    const authority = sigstoreAuthority('own', root);
    return verifyMaterial(material, { subject, authority, now });
  };

  it('is proven while the log is in force, without a time of its own', () => {
    const { outcome, logEntry } = verifyWith({});
    expect(outcome).toMatchObject({ status: 'proven' });
    expect(logEntry).toMatchObject({ kind: 'hashedrekord 0.0.2' });
    expect(logEntry).not.toHaveProperty('integratedAt');
  });

  it('fails where the log was retired before', () => {
    const { outcome } = verifyWith({
      root: root => {
        for (const log of root.tlogs)
          log.publicKey.validFor.end = '2025-01-01T00:00:00Z';
      },
    });
    expect(outcome).toMatchObject({ code: 'log-proof-invalid' });
  });

  it('fails where the entry names another log', () => {
    const { outcome } = verifyWith({
      bundle: bundle => {
        const [entry] = bundle.verificationMaterial.tlogEntries;
        entry.logId.keyId = Buffer.alloc(32).toString('base64');
      },
    });
    expect(outcome).toMatchObject({ code: 'log-proof-invalid' });
  });

  it('shows the index that was proven', () => {
    const index = '999999';
    const { outcome, logEntry } = verifyWith({
      bundle: bundle => {
        bundle.verificationMaterial.tlogEntries[0].logIndex = index;
      },
    });
    expect(outcome).toMatchObject({ status: 'proven' });
    expect(logEntry?.logIndex).not.toBe(index);
  });
});

describeCorpus('real images, through a registry', () => {
  let registry: Registry;
  let client: ArtifactClient;

  beforeAll(async () => {
    registry = await startRegistry();
    client = new ArtifactClient({
      registries: [{ host: registry.host, plainHttp: true }],
      fileHosts: [],
      clock: { now: () => now },
    });
  });

  afterAll(async () => {
    client.close();
    await registry.close();
  });

  it.each([
    [
      'slsa-generic-container-v1.4.0',
      'v1.4.0',
      'intoto 0.0.1',
      'refs/heads/main',
    ],
    [
      'slsa-generic-container-v1.10.0',
      'v1.10.0',
      'dsse 0.0.1',
      'refs/tags/v13.0.30',
    ],
    [
      'slsa-generic-container-v2.1.0',
      'v2.1.0',
      'dsse 0.0.1',
      'refs/heads/main',
    ],
  ])('%s is proven', async (name, version, kind, sourceRef) => {
    const digest = serveCorpusImage(name, registry.repository(name));
    const reference = parseReference(`${registry.host}/${name}:v1`);
    expect(await client.resolve(reference)).toBe(digest);
    const { collection, materials } = await client.collect(reference, digest);
    expect(collection.sources).toContainEqual({
      source: 'cosign-att-tag',
      status: 'complete',
    });
    expect(materials).toHaveLength(1);
    const evidence = verifyMaterial(materials[0], {
      subject: digest,
      authority: publicGood,
      now,
    });
    const workflow = `https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/${version}`;
    expect(evidence).toMatchObject({
      outcome: { status: 'proven', provenTimes: [expect.any(String)] },
      signer: {
        type: 'certificate',
        issuer: 'https://token.actions.githubusercontent.com',
        subject: workflow,
        subjectType: 'uri',
        claims: {
          sourceRepository: 'https://github.com/slsa-framework/example-package',
          sourceRef,
        },
      },
      statement: {
        role: 'provenance',
        predicateType: 'https://slsa.dev/provenance/v0.2',
        builder: workflow,
        sourceRepository: expect.stringContaining(
          'slsa-framework/example-package',
        ),
      },
      logEntry: { kind, integratedAt: expect.any(String) },
      proofs: { set: { status: 'proven' }, sct: { status: 'proven' } },
    });
    // S2.3: by the table of reviewed builders.
    expect(buildLevelOf(evidence)).toBe(3);
    expect(
      verifyMaterial(materials[0], {
        subject: digestOf('another image'),
        authority: publicGood,
        now,
      }).outcome,
    ).toMatchObject({ status: 'failed', code: 'subject-mismatch' });
  });
});

describeCorpus('a real release file', () => {
  it('is proven by its bundle', () => {
    const name = 'binary-linux-amd64-workflow_dispatch';
    const material = toMaterial({
      source: 'bundle-file',
      format: 'sigstore-bundle',
      mediaType: 'application/vnd.dev.sigstore.bundle+json',
      bytes: corpusFile('files', `${name}.intoto.build.slsa`),
    });
    const subject = digestOf(corpusFile('files', name));
    expect(
      verifyMaterial(material, { subject, authority: publicGood, now }),
    ).toMatchObject({
      outcome: { status: 'proven' },
      statement: {
        role: 'provenance',
        predicateType: 'https://slsa.dev/provenance/v1',
        sourceDigest: 'd37a7f740ee7404914456f24dcd90e865a0509e8',
      },
    });
  });
});
