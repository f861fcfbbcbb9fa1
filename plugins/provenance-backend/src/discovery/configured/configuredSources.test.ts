import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readConfiguration } from '../../config';
import { usageIdOf } from '../../store';
import { configuredSources } from './configuredSources';

interface Told {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  name?: string;
  kind?: string;
}

const entityWith = ({
  name = 'payments',
  kind = 'Component',
  ...told
}: Told) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, ...told },
  spec: { type: 'service' },
});

/** What the locators say, by what an operator writes. */
async function locate(discovery: JsonObject, entity: Entity) {
  const { discovery: read } = readConfiguration(
    new ConfigReader({
      provenance: {
        registries: [{ host: 'quay.io' }, { host: 'harbor.acme.test' }],
        discovery,
      },
    }),
  );
  const signal = new AbortController().signal;
  const answers = await Promise.all(
    configuredSources(read).map(one => one.locate([entity], { signal })),
  );
  expect(answers.flat().map(one => one.entityRef)).toEqual(
    answers.map(() => stringifyEntityRef(entity)),
  );
  return answers.flat().flatMap(one => one.usages);
}

const convention = {
  name: 'services',
  filter: { kind: 'component', 'spec.type': ['service', 'worker'] },
  reference:
    'ghcr.io/acme/{{ metadata.name | lower }}:{{ metadata.labels.tag }}',
};
const byConvention = (entity: Told, changes: JsonObject = {}) =>
  locate({ conventions: [{ ...convention, ...changes }] }, entityWith(entity));

describe('configured locators', () => {
  it('speak after the annotation, a convention first', () => {
    expect(
      configuredSources({ conventions: [], registryAnnotations: [] }),
    ).toMatchObject([
      { name: 'convention', standing: 'declared' },
      { name: 'registry-annotation', standing: 'declared' },
    ]);
  });

  it('say that there is nothing where nothing is configured, so that what was said ends', async () => {
    expect(await locate({}, entityWith({}))).toEqual([]);
  });
});

describe('conventions', () => {
  it('say what an entity runs by its fields', async () => {
    const entity = {
      name: 'Payments',
      labels: { tag: '1.8.2', stage: 'prod' },
    };
    expect(
      await byConvention(entity, {
        environment: '{{ metadata.labels.stage }}',
        cloud: 'aws',
      }),
    ).toEqual([
      {
        identity: {
          entityRef: 'component:default/payments',
          kind: 'container-image',
          repository: 'ghcr.io/acme/payments',
          environment: 'prod',
          cloud: 'aws',
        },
        isKindAssumed: true,
        reference: 'ghcr.io/acme/payments:1.8.2',
        tag: '1.8.2',
      },
    ]);
  });

  it('say nothing about entities that the filter does not mean, or that lack a field of the reference', async () => {
    expect(
      await byConvention({ kind: 'Resource', labels: { tag: '1' } }),
    ).toEqual([]);
    expect(await byConvention({ labels: { other: '1' } })).toEqual([]);
  });

  it('S3.1 leave a place open that the entity does not tell: it is judged by the rules of all of them', async () => {
    const [usage] = await byConvention(
      { labels: { tag: '1' } },
      { environment: '{{ metadata.labels.stage }}' },
    );
    expect(usage.problem).toBeUndefined();
    expect(usage.identity.environment).toBeUndefined();
  });

  it.each([
    [
      { tag: '' },
      'By the convention services: "metadata.labels.tag" is empty.',
    ],
    [
      { tag: 'a b' },
      'By the convention services: A reference is empty or has characters that a reference cannot have.',
    ],
    [
      { tag: '1\u202e' },
      '"metadata.labels.tag" holds characters that cannot be seen.',
    ],
    [{ tag: '../../evil:1' }, 'its tag has characters that a tag cannot have'],
    [
      { tag: 'x'.repeat(1024 * 1024) },
      'has 1048576 characters; at most 2000 are read',
    ],
  ])(
    'give a reason on one usage for nonsense, and say which of them it was',
    async (labels, message) => {
      const [usage, ...rest] = await byConvention({ labels });
      expect(rest).toEqual([]);
      expect(usage.problem).toEqual({
        code: 'annotation-invalid',
        origin: 'configuration',
        message: expect.stringContaining(message),
      });
      expect(JSON.stringify(usage)).not.toMatch(/\u202e/);
      expect(JSON.stringify(usage).length).toBeLessThan(2_000);
    },
  );

  it('keep what is nonsense apart from what another one says for the place', async () => {
    const usages = await locate(
      {
        conventions: [
          { ...convention, reference: 'ghcr.io/acme/{{ metadata.name }}:1' },
          {
            ...{ ...convention, name: 'broken' },
            reference: 'ghcr.io/acme/{{ metadata.name }}:1',
            environment: '{{ metadata.labels.empty }}',
          },
        ],
      },
      entityWith({ labels: { empty: ' ' } }),
    );
    expect(usages).toMatchObject([
      { identity: { repository: 'ghcr.io/acme/payments' } },
      {
        identity: { repository: 'ghcr.io/acme/payments (convention broken)' },
        problem: { code: 'annotation-invalid' },
      },
    ]);
    expect(usages[0].problem).toBeUndefined();
    expect(usageIdOf(usages[0].identity)).not.toBe(
      usageIdOf(usages[1].identity),
    );
  });

  it('make one claim each where they name different references for one place', async () => {
    const usages = await locate(
      {
        conventions: ['1', '2'].map(tag => ({
          filter: convention.filter,
          reference: `ghcr.io/acme/{{ metadata.name }}:${tag}`,
        })),
      },
      entityWith({}),
    );
    expect(usages.map(({ tag, problem }) => [tag, problem])).toEqual([
      ['1', undefined],
      ['2', undefined],
    ]);
  });

  it('name files, kinds and bundles', async () => {
    const [usage] = await byConvention(
      { labels: { kind: 'terraform-module' } },
      {
        reference: 'https://files.acme.test/{{ metadata.name }}.tgz',
        kind: '{{ metadata.labels.kind }}',
        bundle: 'https://files.acme.test/{{ metadata.name }}.json',
      },
    );
    expect(usage).toMatchObject({
      identity: { kind: 'terraform-module' },
      bundleUrl: 'https://files.acme.test/payments.json',
    });
    const [other] = await byConvention(
      { labels: { kind: 'anything', tag: '1' } },
      { kind: '{{ metadata.labels.kind }}' },
    );
    expect(other.problem?.message).toMatch(/"kind" is none of/);
  });
});

const slug = 'goharbor.io/repository-slug';
const byAnnotation = (value: string, changes: JsonObject = {}) =>
  locate(
    {
      registryAnnotations: [
        {
          annotation: slug,
          host: 'harbor.acme.test',
          tag: 'stable',
          ...changes,
        },
      ],
    },
    entityWith({ annotations: { [slug]: value } }),
  );

describe('annotations of other plugins', () => {
  it('name a repository of the registry that configuration names', async () => {
    expect(
      await byAnnotation('acme/payments', {
        prefix: 'docker-local',
        environment: 'prod',
      }),
    ).toMatchObject([
      {
        identity: {
          kind: 'container-image',
          repository: 'harbor.acme.test/docker-local/acme/payments',
          environment: 'prod',
        },
        reference: 'harbor.acme.test/docker-local/acme/payments:stable',
        tag: 'stable',
      },
    ]);
  });

  it('keep inside of it what looks like another host', async () => {
    expect(await byAnnotation('evil.example/x')).toMatchObject([
      { identity: { repository: 'harbor.acme.test/evil.example/x' } },
    ]);
  });

  it.each([
    '../x',
    '//evil.example/x',
    'acme/x:2',
    'acme/x@sha256:aa',
    '',
    'a\u202e/b',
    'x/'.repeat(500_000),
  ])(
    'give a reason on the usage for what is no repository: %.20s',
    async value => {
      const [usage, ...rest] = await byAnnotation(value);
      expect(rest).toEqual([]);
      expect(usage).toMatchObject({
        identity: { repository: `annotation ${slug}` },
        problem: { code: 'annotation-invalid', origin: 'configuration' },
      });
      expect(usage.problem!.message.length).toBeLessThan(300);
    },
  );

  it('take the tag from the entity, and say nothing where it has none', async () => {
    const tag = '{{ metadata.labels.tag }}';
    expect(await byAnnotation('acme/payments', { tag })).toEqual([]);
    const entity = entityWith({
      annotations: { 'quay.io/repository-slug': 'acme/payments' },
      labels: { tag: '../../evil/x:1' },
    });
    const annotation = 'quay.io/repository-slug';
    expect(
      await locate({ registryAnnotations: [{ annotation, tag }] }, entity),
    ).toMatchObject([{ problem: { code: 'annotation-invalid' } }]);
    entity.metadata.labels!.tag = '1.2';
    expect(
      await locate({ registryAnnotations: [{ annotation, tag }] }, entity),
    ).toMatchObject([{ reference: 'quay.io/acme/payments:1.2' }]);
  });

  it('tell where several registries have one annotation', async () => {
    const only = (stage: string) => ({
      filter: { 'metadata.annotations.quay.io/instance-name': stage },
    });
    const annotation = 'quay.io/repository-slug';
    const usages = await locate(
      {
        registryAnnotations: [
          { annotation, host: 'harbor.acme.test', tag: '1', ...only('own') },
          { annotation, tag: '1', ...only('public') },
        ],
      },
      entityWith({
        annotations: {
          [annotation]: 'acme/payments',
          'quay.io/instance-name': 'own',
        },
      }),
    );
    expect(usages.map(one => one.reference)).toEqual([
      'harbor.acme.test/acme/payments:1',
    ]);
  });

  it('hold an ARN to the registry that configuration names', async () => {
    const annotation = 'aws.amazon.com/amazon-ecr-arn';
    const arn = 'arn:aws:ecr:eu-west-1:123456789012:repository/payments';
    const entity = entityWith({ annotations: { [annotation]: arn } });
    const ecr = (host?: string) =>
      locate(
        {
          registryAnnotations: [
            { annotation, tag: '1', ...(host && { host }) },
          ],
        },
        entity,
      );
    expect(await ecr()).toMatchObject([
      {
        reference: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/payments:1',
      },
    ]);
    expect(await ecr('quay.io')).toMatchObject([
      { problem: { message: expect.stringContaining('not to quay.io') } },
    ]);
  });
});
