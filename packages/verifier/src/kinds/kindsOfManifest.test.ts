import { artifactKinds, type ArtifactKind } from '@countersign/domain';
import { defaultLimits } from '../limits';
import { parseManifest } from '../oci/manifest';
import { kindsOfManifest } from './kindsOfManifest';

const empty = 'application/vnd.oci.empty.v1+json';
const imageConfig = 'application/vnd.oci.image.config.v1+json';
const imageLayer = 'application/vnd.oci.image.layer.v1.tar+gzip';

interface Shape {
  config?: string;
  type?: string;
  layers?: (
    | string
    | { mediaType: string; size?: number; annotations?: object }
  )[];
}

const descriptor = (mediaType: string) => ({
  mediaType,
  digest: `sha256:${'a'.repeat(64)}`,
  size: 100,
});

function kindsOf({ config = empty, type, layers = [] }: Shape) {
  return read({
    schemaVersion: 2,
    ...(type !== undefined && { artifactType: type }),
    config: descriptor(config),
    layers: layers.map(layer =>
      typeof layer === 'string'
        ? descriptor(layer)
        : { ...descriptor(layer.mediaType), ...layer },
    ),
  });
}

function read(document: object) {
  const bytes = Buffer.from(JSON.stringify(document));
  return kindsOfManifest(parseManifest(bytes, defaultLimits, 'it'));
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

const indexOf = (children: object[], more: object = {}) =>
  read({
    schemaVersion: 2,
    manifests: children.map(child => ({
      ...descriptor(manifestType),
      ...child,
    })),
    ...more,
  });

const tekton = {
  mediaType: imageLayer,
  annotations: {
    'dev.tekton.image.name': 'build',
    'dev.tekton.image.kind': 'task',
    'dev.tekton.image.apiVersion': 'tekton.dev/v1',
  },
};

describe('S3.1 what a manifest can be, by its bytes', () => {
  it.each<[ArtifactKind, string, Shape]>([
    ['container-image', 'OCI', { config: imageConfig, layers: [imageLayer] }],
    ['container-image', 'without layers', { config: imageConfig }],
    [
      'container-image',
      'Docker',
      {
        config: 'application/vnd.docker.container.image.v1+json',
        layers: ['application/vnd.docker.image.rootfs.diff.tar.gzip'],
      },
    ],
    [
      'helm-chart',
      'helm push, with its provenance',
      {
        config: 'application/vnd.cncf.helm.config.v1+json',
        layers: [
          'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          'application/vnd.cncf.helm.chart.provenance.v1.prov',
        ],
      },
    ],
    [
      'kubernetes-manifest',
      'flux push artifact',
      {
        config: 'application/vnd.cncf.flux.config.v1+json',
        layers: ['application/vnd.cncf.flux.content.v1.tar+gzip'],
      },
    ],
    [
      'terraform-module',
      'OpenTofu',
      { type: 'application/vnd.opentofu.modulepkg', layers: ['archive/zip'] },
    ],
    [
      'package',
      'a provider of OpenTofu',
      {
        type: 'application/vnd.opentofu.provider-target',
        layers: ['archive/zip'],
      },
    ],
    [
      'policy-bundle',
      'conftest push',
      {
        config: 'application/vnd.cncf.openpolicyagent.config.v1+json',
        layers: ['application/vnd.cncf.openpolicyagent.policy.layer.v1+rego'],
      },
    ],
    [
      'policy-bundle',
      'by its layers, under the configuration of an image',
      {
        config: imageConfig,
        layers: [
          'application/vnd.cncf.openpolicyagent.policy.layer.v1+rego',
          'application/vnd.cncf.openpolicyagent.data.layer.v1+json',
        ],
      },
    ],
    [
      'policy-bundle',
      'kyverno oci push',
      {
        config: 'application/vnd.cncf.kyverno.config.v1+json',
        layers: ['application/vnd.cncf.kyverno.policy.layer.v1+yaml'],
      },
    ],
    [
      'machine-learning-model',
      'ModelPack',
      {
        type: 'application/vnd.cncf.model.manifest.v1+json',
        config: 'application/vnd.cncf.model.config.v1+json',
        layers: ['application/vnd.cncf.model.weight.v1.safetensors'],
      },
    ],
    [
      'machine-learning-model',
      'Docker Model Runner',
      {
        config: 'application/vnd.docker.ai.model.config.v0.1+json',
        layers: ['application/vnd.docker.ai.gguf.v3'],
      },
    ],
    [
      'machine-learning-model',
      'Ollama',
      {
        config: 'application/vnd.docker.container.image.v1+json',
        layers: [
          'application/vnd.ollama.image.model',
          'application/vnd.ollama.image.params',
        ],
      },
    ],
    [
      'sbom',
      'oras attach',
      { type: 'application/spdx+json', layers: ['text/plain'] },
    ],
    [
      'sbom',
      'with parameters',
      { type: 'application/vnd.cyclonedx+json; version=1.6' },
    ],
    [
      'sbom',
      'cosign attach sbom',
      { config: imageConfig, layers: ['text/spdx+json'] },
    ],
    ['sbom', 'in capitals', { layers: ['Application/SPDX+JSON'] }],
  ])('%s: %s', (kind, _, shape) => {
    expect(kindsOf(shape)).toEqual([kind]);
  });

  it('Tekton’s bundles cannot be told from images', () => {
    const layers = [tekton, tekton];
    expect(kindsOf({ config: imageConfig, layers })).toEqual([
      'container-image',
      'pipeline-definition',
    ]);
  });

  it.each<[string, Shape]>([
    ['an artifact without anything', {}],
    [
      'types of others',
      { type: 'application/vnd.acme.thing', layers: ['text/plain'] },
    ],
    [
      'an SBOM beside something else',
      { layers: ['application/spdx+json', 'text/plain'] },
    ],
    [
      'an image’s configuration over layers of others',
      { config: imageConfig, layers: ['text/plain'] },
    ],
    ['a type that only begins like one', { type: 'text/spdx2' }],
    ['a type out of the prototype', { type: 'constructor' }],
  ])('is not certain of %s', (_, shape) => {
    expect(kindsOf(shape)).toBeUndefined();
  });
});

describe('S3.1 a manifest that was made to deceive', () => {
  it.each<[string, Shape]>([
    [
      'a type of its own',
      { type: 'application/spdx+json', layers: [imageLayer] },
    ],
    ['a layer more', { layers: [imageLayer, 'application/spdx+json'] }],
    [
      'nearly all layers of another kind',
      { layers: [...Array(50).fill('application/spdx+json'), imageLayer] },
    ],
    [
      'a layer that is too long for a pipeline',
      { layers: [{ ...tekton, size: 65_537 }] },
    ],
    [
      'a layer that says nothing of a pipeline',
      { layers: [tekton, imageLayer] },
    ],
    ['more layers than a pipeline has', { layers: Array(21).fill(tekton) }],
    [
      'a layer in zstd',
      { layers: ['application/vnd.oci.image.layer.v1.tar+zstd', 'text/spdx'] },
    ],
    [
      'a layer in capitals',
      { layers: ['Application/vnd.OCI.image.layer.v1.tar', 'text/spdx'] },
    ],
  ])('is still an image with %s', (_, shape) => {
    expect(kindsOf({ config: imageConfig, ...shape })).toEqual([
      'container-image',
    ]);
  });

  it('may be called nothing where its types contradict each other', () => {
    const helm = 'application/vnd.cncf.helm.config.v1+json';
    expect(
      kindsOf({ config: helm, type: 'application/vnd.opentofu.modulepkg' }),
    ).toEqual([]);
    expect(kindsOf({ config: helm, type: 'application/vnd.acme' })).toEqual([
      'helm-chart',
    ]);
  });

  it('is not made another by a layer beside its type', () => {
    expect(
      kindsOf({
        config: 'application/vnd.cncf.helm.config.v1+json',
        layers: ['application/spdx+json'],
      }),
    ).toEqual(['helm-chart']);
  });
});

describe('S3.1 what an index can be', () => {
  const linux = { platform: { os: 'linux', architecture: 'arm64' } };
  const attestation = { platform: { os: 'unknown', architecture: 'unknown' } };

  it('is an image where it lists platforms', () => {
    expect(indexOf([linux, attestation])).toEqual(['container-image']);
    const mediaType =
      'application/vnd.docker.distribution.manifest.list.v2+json';
    expect(indexOf([linux], { mediaType })).toEqual(['container-image']);
  });

  it('is what it says of itself', () => {
    const artifactType = 'application/vnd.opentofu.provider';
    expect(indexOf([linux], { artifactType })).toEqual(['package']);
  });

  it.each<[string, object[], object]>([
    ['of nothing', [], {}],
    ['of nothing that runs', [attestation], {}],
    ['of what names no platform', [linux, {}], {}],
    ['of artifacts', [{ ...linux, artifactType: 'application/vnd.acme' }], {}],
    ['of another type', [linux], { artifactType: 'application/vnd.acme' }],
  ])('is not certain %s', (_, children, more) => {
    expect(indexOf(children, more)).toBeUndefined();
  });
});

it('S3.1 every answer is in the order of the kinds', () => {
  const answer = kindsOf({ config: imageConfig, layers: [tekton] })!;
  expect(answer).toEqual(artifactKinds.filter(kind => answer.includes(kind)));
});
