import { gzipStored } from '../images/gzip';
import type { ArtifactContent } from '../images';
import { tar } from '../images/tar';
import { zip } from '../images/zip';
import {
  predicateTypes,
  provenancePredicate,
  sbomPredicate,
  signFile,
  signImage,
  type Layout,
} from '../layouts';
import { mediaTypes } from '../registry';
import {
  publishRelease,
  pushRelease,
  releaseIdentity,
  signedAt,
  type Release,
} from './publish';
import type { Stage } from './Stage';

const tag = '1.0.0';
const tgz = (files: Record<string, string>) => gzipStored(tar(files));
const json = (value: object) => Buffer.from(JSON.stringify(value));

function inRegistry(
  name: string,
  artifact?: Release['artifact'],
  layout?: Layout,
): Release {
  const source = `acme-pay/${name}`;
  return {
    ...{ repository: `acme-pay/platform/${name}`, source, tag, artifact },
    ...(layout && { layout }),
  };
}

const chart: Omit<ArtifactContent, 'tag'> = {
  config: {
    mediaType: 'application/vnd.cncf.helm.config.v1+json',
    bytes: json({ apiVersion: 'v2', name: 'cluster-addons', version: tag }),
  },
  layers: [
    {
      mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      bytes: tgz({
        'cluster-addons/Chart.yaml': `apiVersion: v2\nname: cluster-addons\nversion: ${tag}\n`,
        'cluster-addons/templates/quota.yaml': 'apiVersion: v1\n',
      }),
    },
  ],
};

const task = {
  apiVersion: 'tekton.dev/v1',
  kind: 'Task',
  metadata: { name: 'build' },
  spec: { steps: [{ name: 'build', image: 'golang:1.25' }] },
};

/** What platform teams publish beside images, each as its own tool pushes it. */
const artifacts: Release[] = [
  inRegistry('image-builder'),
  inRegistry(
    'cluster-configuration',
    {
      config: {
        mediaType: 'application/vnd.cncf.flux.config.v1+json',
        bytes: json({}),
      },
      layers: [
        {
          mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip',
          bytes: tgz({ 'quota.yaml': 'apiVersion: v1\nkind: ResourceQuota\n' }),
        },
      ],
    },
    'referrer',
  ),
  inRegistry('terraform-dns', {
    artifactType: 'application/vnd.opentofu.modulepkg',
    layers: [
      {
        mediaType: 'archive/zip',
        bytes: zip({
          'main.tf': 'resource "google_dns_record_set" "this" {}\n',
        }),
      },
    ],
  }),
  inRegistry('network-policies', {
    config: {
      mediaType: 'application/vnd.cncf.openpolicyagent.config.v1+json',
      bytes: json({}),
    },
    layers: [
      {
        mediaType: 'application/vnd.cncf.openpolicyagent.policy.layer.v1+rego',
        title: 'policy/egress.rego',
        bytes: Buffer.from('package main\n\ndeny contains "no egress"\n'),
      },
    ],
  }),
  inRegistry('build-pipeline', {
    config: {
      mediaType: mediaTypes.config,
      bytes: json({
        architecture: '',
        os: '',
        rootfs: { type: 'layers', diff_ids: [] },
      }),
    },
    layers: [
      {
        mediaType: mediaTypes.layer,
        bytes: tar({ build: JSON.stringify(task) }),
        annotations: {
          'dev.tekton.image.name': task.metadata.name,
          'dev.tekton.image.kind': 'task',
          'dev.tekton.image.apiVersion': task.apiVersion,
        },
      },
    ],
  }),
  inRegistry(
    'fraud-model',
    {
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.cncf.model.config.v1+json',
        bytes: json({ descriptor: { name: 'fraud-model', version: tag } }),
      },
      layers: [
        {
          mediaType: 'application/vnd.cncf.model.weight.v1.raw',
          title: 'model.safetensors',
          bytes: Buffer.from('02000000000000007b7d', 'hex'),
        },
      ],
    },
    'referrer',
  ),
  inRegistry(
    'image-builder-sbom',
    {
      artifactType: 'application/spdx+json',
      layers: [
        {
          mediaType: 'application/spdx+json',
          title: 'image-builder.spdx.json',
          bytes: json(sbomPredicate('image-builder', { openssl: '3.5.4' })),
        },
      ],
    },
    'referrer',
  ),
];

/** An image that its team calls something else. */
const relabelled = inRegistry('report-renderer');

interface PlatformFile {
  name: string;
  bytes: Buffer;
  /** A provenance in the bundle; else a signature over the bytes. */
  hasProvenance?: boolean;
}

const files: PlatformFile[] = [
  {
    name: 'network-change.tfplan.json',
    bytes: json({
      format_version: '1.2',
      terraform_version: '1.14.0',
      planned_values: { root_module: {} },
      resource_changes: [],
    }),
    hasProvenance: true,
  },
  {
    name: 'rotate-secrets.zip',
    bytes: zip({ 'index.mjs': 'export const handler = async () => {};\n' }),
  },
  {
    name: 'payment-client-1.0.0.tgz',
    bytes: tgz({
      'package/package.json': '{"name":"payment-client","version":"1.0.0"}',
      'package/index.js': '',
    }),
    hasProvenance: true,
  },
  {
    name: 'terminal-7.bin',
    bytes: Buffer.concat([Buffer.from('27051956', 'hex'), Buffer.alloc(60)]),
  },
];

/** One artifact of each kind as it should be, one of them signed with a key; and one that is not what it is called. */
export function publishArtifactKinds(stage: Stage): void {
  for (const release of [...artifacts, relabelled])
    publishRelease(stage, release);
  signChartWithKey(stage);
  for (const file of files) publishFile(stage, file);
}

function signChartWithKey(stage: Stage) {
  const release = inRegistry('cluster-addons', chart);
  signImage({
    ...pushRelease(stage, release),
    sigstore: stage.sigstores.acme,
    signer: { type: 'key', keys: stage.keys.platform },
    at: signedAt(stage, release.repository),
  });
}

function publishFile(
  stage: Stage,
  { name, bytes, hasProvenance }: PlatformFile,
) {
  const path = `acme-pay/platform-files/v${tag}/${name}`;
  const identity = releaseIdentity({ source: 'acme-pay/platform-files', tag });
  stage.files.put(path, bytes);
  signFile({
    server: stage.files,
    path,
    sigstore: stage.sigstores.acme,
    signer: { type: 'certificate', identity },
    at: signedAt(stage, path),
    ...(hasProvenance && {
      attestation: {
        predicateType: predicateTypes.slsaProvenance,
        predicate: provenancePredicate(identity),
      },
    }),
  });
}
