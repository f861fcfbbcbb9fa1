import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { startFileServer } from '../files';
import { pushImage } from '../images';
import {
  generateKeyPair,
  SigstoreInstance,
  tampered,
  workflowIdentity,
  type Signer,
} from '../minter';
import {
  digestOf,
  RegistryStore,
  type Descriptor,
  type Repository,
} from '../registry';
import {
  bundleOfLayer,
  type FoundMaterial,
} from '../__testUtils__/readMaterials';
import {
  attest,
  predicateTypes,
  provenancePredicate,
  signFile,
  signImage,
} from '.';

const clock = { now: () => new Date('2026-06-01T12:00:00Z') };
const sigstore = SigstoreInstance.create({ name: 'acme', clock });
const identity = workflowIdentity({
  repository: 'acme-pay/ledger',
  ref: 'refs/tags/v1.2.3',
});
const signer: Signer = { type: 'certificate', identity };
const provenance = {
  predicateType: predicateTypes.slsaProvenance,
  predicate: provenancePredicate(identity),
};

function verify({ bundle, bytes }: FoundMaterial) {
  const trust = toTrustMaterial(TrustedRoot.fromJSON(sigstore.trustedRoot()));
  return new Verifier(trust).verify(
    toSignedEntity(bundleFromJSON(bundle), bytes),
  );
}

const manifestOf = (repository: Repository, reference: string) =>
  JSON.parse(repository.resolve(reference)!.bytes.toString());

describe('layouts', () => {
  let repository: Repository;
  let subject: ReturnType<typeof pushImage>['digest'];

  beforeEach(() => {
    repository = new RegistryStore().repository('acme-pay/ledger');
    subject = pushImage(repository, { tag: '1.2.3' }).digest;
  });

  const tag = (suffix: string) => `${subject.replace(':', '-')}${suffix}`;

  it('puts signatures under .sig, one layer each, with all that proves them', () => {
    signImage({ repository, subject, sigstore, signer });
    signImage({ repository, subject, sigstore, signer });

    const { layers } = manifestOf(repository, tag('.sig'));
    expect(layers).toHaveLength(2);
    layers.forEach((layer: Descriptor) => {
      const bytes = repository.blobs.get(layer.digest)!;
      expect(JSON.parse(bytes.toString()).critical).toEqual({
        identity: { 'docker-reference': 'acme-pay/ledger' },
        image: { 'docker-manifest-digest': subject },
        type: 'cosign container image signature',
      });
      expect(layer.annotations!['dev.sigstore.cosign/chain']).toMatch(
        /^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n){2}$/,
      );
      expect(() => verify(bundleOfLayer(repository, layer))).not.toThrow();
    });
  });

  it('puts attestations under .att with their predicate type', () => {
    attest({ repository, subject, sigstore, signer, ...provenance });

    const [layer] = manifestOf(repository, tag('.att')).layers;
    expect(layer.annotations).toMatchObject({
      predicateType: 'https://slsa.dev/provenance/v1',
      'dev.cosignproject.cosign/signature': '',
    });
    expect(() => verify(bundleOfLayer(repository, layer))).not.toThrow();
  });

  it('puts bundles where the Referrers API lists them', () => {
    attest({
      ...{ repository, subject, sigstore, signer },
      layout: 'referrer',
      ...provenance,
    });

    const [referrer] = repository.referrers(subject);
    expect(referrer).toMatchObject({
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      annotations: {
        'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1',
      },
    });
    const [layer] = manifestOf(repository, referrer.digest).layers;
    const bundle = JSON.parse(repository.blobs.get(layer.digest)!.toString());
    expect(() => verify({ bundle })).not.toThrow();
    expect(repository.tags.has(tag(''))).toBe(false);
  });

  it('signs as cosign 3 does: a statement about the image without a predicate', () => {
    signImage({ repository, subject, sigstore, signer, layout: 'referrer' });

    const [referrer] = repository.referrers(subject);
    const [layer] = manifestOf(repository, referrer.digest).layers;
    const bundle = JSON.parse(repository.blobs.get(layer.digest)!.toString());
    const payload = JSON.parse(
      Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString(),
    );
    expect(payload).toMatchObject({
      predicateType: 'https://sigstore.dev/cosign/sign/v1',
      predicate: {},
      subject: [{ digest: { sha256: subject.slice(7) } }],
    });
  });

  it('keeps the fallback tag where the Referrers API is off', () => {
    repository.referrersApi = false;
    signImage({ repository, subject, sigstore, signer, layout: 'referrer' });
    signImage({ repository, subject, sigstore, signer, layout: 'referrer' });

    const { manifests } = manifestOf(repository, tag(''));
    expect(manifests).toHaveLength(2);
    expect(manifests[1]).toMatchObject(repository.referrers(subject)[1]);
  });

  it('leaves out certificate and log entry where a key signed alone', () => {
    const keys = generateKeyPair();
    signImage({
      ...{ repository, subject, sigstore },
      signer: { type: 'key', keys },
      logEntry: 'none',
    });

    const [layer] = manifestOf(repository, tag('.sig')).layers;
    expect(Object.keys(layer.annotations)).toEqual([
      'dev.cosignproject.cosign/signature',
    ]);
  });

  it('attaches what was altered after signing', () => {
    attest({
      ...{ repository, subject, sigstore, signer, ...provenance },
      alter: tampered,
    });

    const [layer] = manifestOf(repository, tag('.att')).layers;
    expect(() => verify(bundleOfLayer(repository, layer))).toThrow();
  });

  it('puts a bundle beside a file', async () => {
    const server = await startFileServer();
    const bytes = Buffer.from('module');
    server.put('vpc.tgz', bytes);
    const address = signFile({ server, path: 'vpc.tgz', sigstore, signer });
    const signature = await (await fetch(address)).json();
    signFile({
      ...{ server, path: 'vpc.tgz', sigstore, signer },
      attestation: provenance,
    });
    const attestation = await (await fetch(address)).json();
    await server.close();

    expect(address).toBe(`http://${server.host}/vpc.tgz.sigstore.json`);
    expect(() => verify({ bundle: signature, bytes })).not.toThrow();
    expect(() => verify({ bundle: attestation })).not.toThrow();
    const payload = Buffer.from(attestation.dsseEnvelope.payload, 'base64');
    expect(JSON.parse(payload.toString()).subject).toEqual([
      { name: 'vpc.tgz', digest: { sha256: digestOf(bytes).slice(7) } },
    ]);
  });
});
