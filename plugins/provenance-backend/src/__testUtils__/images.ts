import type { AcceptanceRule, Digest } from '@countersign/domain';
import {
  pushImage,
  signImage,
  workflowIdentity,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import type { Portal } from './startPortal';

const release = { repository: 'acme/payments', ref: 'refs/tags/v1.0.0' };
export const issuer = 'https://token.actions.githubusercontent.com';

/** The release workflow of any repository of acme, enforced. */
export function rules(registry: Registry): AcceptanceRule[] {
  return [
    {
      name: 'acme-release',
      references: [`${registry.host}/acme/**`],
      mode: 'enforce',
      signers: [
        {
          authority: 'acme',
          issuer,
          subject:
            'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
        },
      ],
    },
  ];
}

/** An image that the release workflow signed, unless changes say otherwise; a minute passes. */
export function signedImage(
  { registry, acme, clock }: Portal,
  name = 'payments',
  changes: Partial<Parameters<typeof signImage>[0]> = {},
): { repository: Repository; reference: string } {
  const repository = registry.repository(`acme/${name}`);
  const { digest } = pushImage(repository, { tag: '1', files: { name } });
  signImage({
    repository,
    subject: digest,
    sigstore: acme,
    signer: { type: 'certificate', identity: workflowIdentity(release) },
    at: clock.now(),
    ...changes,
  });
  clock.advance(1);
  return { repository, reference: `${registry.host}/acme/${name}:1` };
}

/** A `.sig` manifest as cosign writes it, with this text where the signature belongs. */
export function attachSignatureAnnotation(
  repository: Repository,
  subject: Digest,
  text: string,
) {
  const layer = repository.putBlob(
    Buffer.from('{}'),
    'application/vnd.dev.cosign.simplesigning.v1+json',
  );
  repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: repository.putBlob(Buffer.from('{}')),
      layers: [
        {
          ...layer,
          annotations: { 'dev.cosignproject.cosign/signature': text },
        },
      ],
    },
    { tag: `${subject.replace(':', '-')}.sig` },
  );
}

/** One item of the annotation, in prod. */
export const artifact = (reference: string, more = '') =>
  `- reference: ${reference}\n  environment: prod\n${more}`;
