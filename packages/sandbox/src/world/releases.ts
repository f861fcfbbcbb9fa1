import { tar } from '../images/tar';
import { gzipStored } from '../images/gzip';
import { publishRelease, type Release } from './publish';
import type { Stage } from './Stage';

const multiPlatform = ['linux/amd64', 'linux/arm64'];
const node = { 'node:24-slim': '24.15.0', express: '4.22.1', openssl: '3.5.4' };
const go = { 'golang.org/x/net': '0.47.0', 'google.golang.org/grpc': '1.77.0' };
const java = { 'spring-boot': '3.5.7', 'netty-handler': '4.2.7' };

function service(
  path: string,
  packages: Record<string, string>,
  tags: { releases: string[]; builds?: string[] },
  options: Pick<Release, 'layout' | 'platforms' | 'logEntry'> = {},
): Release[] {
  const name = path.split('/')[1];
  const common = {
    repository: `acme-pay/${path}`,
    source: `acme-pay/${name}`,
    packages,
    ...options,
  };
  return [
    ...tags.releases.map(tag => ({ ...common, tag })),
    ...(tags.builds ?? []).map(tag => ({
      ...common,
      tag,
      ref: 'refs/heads/main',
      workflow: 'build.yml',
    })),
  ];
}

function artifact(
  name: string,
  tag: string,
  artifactType: string,
  layer: { mediaType: string; title: string; files: Record<string, string> },
): Release {
  const { mediaType, title } = layer;
  const bytes = gzipStored(tar(layer.files));
  return {
    repository: `acme-pay/platform/${name}`,
    source: `acme-pay/${name}`,
    tag,
    artifact: { artifactType, layers: [{ mediaType, title, bytes }] },
  };
}

/** Every image and OCI artifact of Acme Pay that is as it should be. */
const releases: Release[] = [
  ...service(
    'payments/payments-api',
    java,
    { releases: ['2.14.0', '2.15.0'], builds: ['main-7c1f0e2'] },
    { platforms: multiPlatform },
  ),
  ...service(
    'payments/ledger',
    go,
    { releases: ['5.3.1', '5.4.0'] },
    { layout: 'referrer' },
  ),
  ...service('payments/checkout-web', node, {
    releases: ['8.0.2', '8.1.0'],
    builds: ['main-19be44d'],
  }),
  ...service(
    'cards/card-issuing',
    java,
    { releases: ['3.9.0', '3.9.1'] },
    { layout: 'referrers-tag' },
  ),
  ...service(
    'cards/card-authorization',
    go,
    { releases: ['11.2.0'], builds: ['main-b02d7a9'] },
    { layout: 'referrer', platforms: multiPlatform },
  ),
  // Only a report names it.
  ...service('cards/chargeback-desk', java, { releases: ['1.2.0'] }),
  ...service('risk/fraud-scoring', go, { releases: ['1.27.0', '1.28.0'] }),
  ...service(
    'risk/kyc-onboarding',
    node,
    { releases: ['4.0.5'], builds: ['main-e5530cf'] },
    { layout: 'referrer', logEntry: 'hashedrekord-0.0.2' },
  ),
  ...service(
    'platform/identity-gateway',
    go,
    { releases: ['6.1.0', '6.2.0'] },
    { platforms: multiPlatform },
  ),
  artifact(
    'terraform-google-cluster',
    '3.2.0',
    'application/vnd.opentofu.modulepkg',
    {
      mediaType: 'archive/tar+gzip',
      title: 'terraform-google-cluster.tgz',
      files: { 'main.tf': 'resource "google_container_cluster" "this" {}\n' },
    },
  ),
  artifact(
    'admission-policies',
    '2.6.0',
    'application/vnd.cncf.openpolicyagent.config.v1+json',
    {
      mediaType: 'application/vnd.cncf.openpolicyagent.layer.v1.tar+gzip',
      title: 'bundle.tar.gz',
      files: {
        'admission.rego': 'package admission\n\ndefault allow := false\n',
      },
    },
  ),
];

export function publishReleases(stage: Stage): void {
  // Registries without a Referrers API are common still: one repository stands for them.
  stage.registry.repository('acme-pay/cards/card-issuing').referrersApi = false;
  for (const release of releases) publishRelease(stage, release);
}
