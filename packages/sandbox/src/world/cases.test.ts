import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import type { KeyPair, SigstoreInstance } from '../minter';
import {
  readMaterials,
  type FoundMaterial,
} from '../__testUtils__/readMaterials';
import { startWorld, type World } from '.';

/**
 * What the world publishes for each case, as the reference library sees it: apart from Countersign's own verifier, so
 * that a mistake here cannot hide behind one there.
 */
describe('the cases of Acme Pay', () => {
  let world: World;

  beforeAll(async () => {
    const clock = { now: () => new Date('2026-11-20T09:00:00Z') };
    world = await startWorld({ clock, corpus: false });
  });

  afterAll(() => world.close());

  function outcome(
    material: FoundMaterial,
    by: { instance: SigstoreInstance; keys?: KeyPair; threshold?: number },
  ): string {
    const root = TrustedRoot.fromJSON(by.instance.trustedRoot());
    const trust = toTrustMaterial(root, () => ({
      publicKey: by.keys!.publicKey,
      validFor: () => true,
    }));
    const { threshold = 1 } = by;
    try {
      const entity = toSignedEntity(
        bundleFromJSON(material.bundle),
        material.bytes,
      );
      const thresholds = {
        tlogThreshold: threshold,
        timestampThreshold: threshold,
      };
      const signer = new Verifier(trust, thresholds).verify(entity);
      return signer.identity?.subjectAlternativeName ?? 'key';
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  function materialsOf(path: string, tag: string) {
    const repository = world.registry.repository(`acme-pay/${path}`);
    const { digest } = repository.resolve(tag)!;
    return { digest, found: readMaterials(repository, digest) };
  }

  const outcomes = (
    path: string,
    tag: string,
    instance = world.sigstores.acme,
  ) => materialsOf(path, tag).found.map(found => outcome(found, { instance }));

  const workflow = (name: string, ref: string, file = 'release') =>
    `https://github.com/acme-pay/${name}/.github/workflows/${file}.yml@refs/${ref}`;

  function subjectsOf({ bundle, bytes }: FoundMaterial): string[] {
    const { dsseEnvelope } = bundle as { dsseEnvelope?: { payload: string } };
    if (!dsseEnvelope)
      return [
        JSON.parse(bytes!.toString()).critical.image['docker-manifest-digest'],
      ];
    const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString();
    return JSON.parse(payload).subject.map(
      (subject: { digest: { sha256: string } }) =>
        `sha256:${subject.digest.sha256}`,
    );
  }

  it.each([
    ['payments/payments-api', '2.14.0'],
    ['payments/ledger', '5.4.0'],
    ['risk/kyc-onboarding', '4.0.5'],
    ['cards/card-issuing', '3.9.1'],
    ['platform/terraform-google-cluster', '3.2.0'],
    ['payments/webhook-relay', '1.4.0'],
    ['cards/loyalty-points', '5.0.3'],
  ])(
    'good: %s has signature, provenance and SBOM by its release',
    (path, tag) => {
      const name = path.split('/')[1];
      const expected = workflow(name, `tags/v${tag}`);
      expect(outcomes(path, tag)).toEqual([expected, expected, expected]);
      const { digest, found } = materialsOf(path, tag);
      expect(found.flatMap(subjectsOf)).toEqual([digest, digest, digest]);
    },
  );

  it('kyc-onboarding is in Rekor v2 alone, and stamped', () => {
    const { found } = materialsOf('risk/kyc-onboarding', '4.0.5');
    const proofs = found.map(
      ({ bundle }) => bundleFromJSON(bundle).verificationMaterial,
    );

    expect(proofs).toHaveLength(3);
    for (const { tlogEntries, timestampVerificationData } of proofs) {
      expect(tlogEntries).toMatchObject([
        { kindVersion: { version: '0.0.2' } },
      ]);
      expect(timestampVerificationData?.rfc3161Timestamps).toHaveLength(1);
    }
  });

  it('another workflow, another organisation, a branch: each by its own identity', () => {
    expect(outcomes('payments/refund-worker', '1.6.2')[0]).toBe(
      workflow('refund-worker', 'tags/v1.6.2', 'nightly'),
    );
    expect(outcomes('payments/statement-renderer', '0.9.4')[0]).toBe(
      'https://github.com/acme-pay-labs/statement-renderer/.github/workflows/release.yml@refs/tags/v0.9.4',
    );
    expect(outcomes('cards/card-tokenizer', '2.0.0-rc.3')[0]).toBe(
      workflow('card-tokenizer', 'heads/feature/vault-rotation'),
    );
  });

  it('other roots: the right identity, proven by them alone', () => {
    const { acme, partner, stranger } = world.sigstores;
    const screening = ['risk/sanctions-screening', '3.3.0'] as const;
    expect(outcomes(...screening, acme)[0]).toBe('CERTIFICATE_ERROR');
    expect(outcomes(...screening, stranger)[0]).toBe(
      workflow('sanctions-screening', 'tags/v3.3.0'),
    );
    const bridge = ['platform/partner-bridge', '1.1.0'] as const;
    expect(outcomes(...bridge, acme)[0]).toBe('CERTIFICATE_ERROR');
    expect(outcomes(...bridge, partner)[0]).toBe(
      workflow('partner-bridge', 'tags/v1.1.0'),
    );
  });

  it('late, tampered, borrowed: each wrong in one thing', () => {
    expect(outcomes('payments/settlement-batch', '7.0.1')).toEqual([
      'CERTIFICATE_ERROR',
    ]);
    expect(outcomes('cards/dispute-portal', '1.12.0')).toEqual([
      'TLOG_BODY_ERROR',
    ]);
    expect(outcomes('risk/document-checker', '2.5.0')).toEqual([
      workflow('document-checker', 'tags/v2.5.0'),
    ]);
    const { digest, found } = materialsOf('risk/document-checker', '2.5.0');
    expect(subjectsOf(found[0])).not.toEqual([digest]);
  });

  it('one good and one broken signature', () => {
    const signatures = outcomes('platform/notification-service', '3.1.0');
    expect(signatures.slice(0, 2)).toEqual([
      workflow('notification-service', 'tags/v3.1.0'),
      'TLOG_BODY_ERROR',
    ]);
  });

  it('keys: the platform key, with and without a log entry, and another', () => {
    const { platform, retired } = world.keys;
    const instance = world.sigstores.acme;
    const by = (path: string, tag: string, keys: KeyPair, threshold = 1) =>
      outcome(materialsOf(path, tag).found[0], { instance, keys, threshold });
    expect(by('platform/node-exporter', '1.10.0', platform)).toBe('key');
    expect(by('platform/log-shipper', '4.4.2', platform, 0)).toBe('key');
    expect(by('cards/hsm-proxy', '2.3.0', platform)).toBe('key');
    expect(by('platform/atm-switch', '9.0.0', platform)).toBe(
      'SIGNATURE_ERROR',
    );
    expect(by('platform/atm-switch', '9.0.0', retired)).toBe('key');
  });

  it('nothing attached, nothing there, nobody home', async () => {
    expect(outcomes('payments/currency-converter', '0.8.0')).toEqual([]);
    const url = `http://${world.registry.host}/v2/acme-pay`;
    const deleted = `${url}/platform/legacy-importer/manifests/1.0.9`;
    expect((await fetch(deleted)).status).toBe(404);
    await expect(
      fetch(`${url}/payments/exchange-rates/manifests/1.3.0`),
    ).rejects.toThrow();
  });

  it('a valid identity that is HTML and bidirectional text', () => {
    const certificate = JSON.stringify(
      materialsOf('risk/support-console', '2.2.1').found[0].bundle,
    );
    expect(outcomes('risk/support-console', '2.2.1')[0]).toContain(
      '<img src=x',
    );
    const [, rawBytes] = /"rawBytes":"([^"]+)"/.exec(certificate)!;
    expect(Buffer.from(rawBytes, 'base64').includes('\u202e')).toBe(true);
  });
});
