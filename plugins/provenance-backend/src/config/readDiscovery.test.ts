import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigurationError } from '@countersign/domain';
import { parse } from 'yaml';
import { readConfiguration } from '.';
import { registryAnnotations } from '../discovery/configured/registryAnnotations';

const convention = {
  filter: { kind: 'component' },
  reference: 'ghcr.io/acme/{{ metadata.name }}:1',
};
const slug = { annotation: 'quay.io/repository-slug', tag: 'latest' };

const read = (discovery: JsonObject) =>
  readConfiguration(
    new ConfigReader({
      provenance: {
        environments: ['dev', 'prod'],
        clouds: ['aws'],
        registries: [{ host: 'quay.io' }, { host: 'harbor.acme.test:8443' }],
        discovery,
      },
    }),
  ).discovery;

function problem(discovery: JsonObject): ConfigurationError {
  try {
    read(discovery);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error('was accepted');
}

describe('conventions in the configuration', () => {
  it('have a name or a number, and filters as the catalog has them', () => {
    const { conventions } = read({
      conventions: [
        { ...convention, name: 'services' },
        {
          ...convention,
          filter: [
            { kind: 'Component', 'metadata.labels.acme.io/tier': ['A', 'b'] },
            { 'metadata.annotations["acme.io/image"]': { exists: true } },
          ],
          environment: 'prod',
        },
      ],
    });
    expect(conventions).toMatchObject([
      { name: 'services', details: {} },
      {
        name: '2',
        filters: [
          [
            { field: { path: ['kind'] }, is: new Set(['component']) },
            {
              field: { path: ['metadata', 'labels', 'acme.io/tier'] },
              is: new Set(['a', 'b']),
            },
          ],
          [
            {
              field: { path: ['metadata', 'annotations', 'acme.io/image'] },
              is: true,
            },
          ],
        ],
        details: { environment: { source: 'prod' } },
      },
    ]);
  });

  const cases: [string, JsonObject, string][] = [
    ['.refrence', { refrence: 'x' }, 'did you mean "reference"?'],
    ['.reference', { reference: '{{ metadata.nam }}' }, '"metadata.name"?'],
    [
      '.reference',
      { reference: '{{ spec.image }}' },
      'is no field that is read',
    ],
    ['.reference', { reference: '{{ metadata.name' }, 'without "}}"'],
    ['.reference', { reference: 7 }, 'must be text, not a number'],
    ['.reference', { reference: 'nginx:1' }, 'does not name its registry'],
    [
      '.environment',
      { environment: 'prd' },
      'is none of provenance.environments',
    ],
    ['.cloud', { cloud: 'gcp' }, 'is none of provenance.clouds (aws)'],
    ['.location', { location: '{{ spec.region }}' }, 'is no field'],
    ['.kind', { kind: 'helm-charts' }, 'did you mean "helm-chart"?'],
    ['.name', { name: 'a\u202eb' }, 'must be visible'],
    ['.filter', { filter: {} }, 'would let every entity through'],
    ['.filter', { filter: [] }, 'is empty'],
    ['.filter[0]', { filter: ['kind'] }, 'must be an object, not a string'],
    ['.filter', { filter: 'kind=component' }, 'must be an object'],
    ['.filter.kind', { filter: { kind: 7 } }, 'must be text, not a number'],
    ['.filter.kind', { filter: { kind: [] } }, 'is empty'],
    ['.filter.knd', { filter: { knd: 'x' } }, 'is no field that is read'],
    ['.filter.spec.typ', { filter: { 'spec.typ': 'x' } }, '"spec.type"?'],
    [
      '.filter.kind.exist',
      { filter: { kind: { exist: true } } },
      'did you mean "exists"?',
    ],
    ['.filter.kind.exists', { filter: { kind: {} } }, 'is missing'],
  ];
  it.each(cases)('refuse %s in %j', (path, changes, message) => {
    expect(
      problem({ conventions: [{ ...convention, ...changes }] }),
    ).toMatchObject({
      path: `provenance.discovery.conventions[0]${path}`,
      message: expect.stringContaining(message),
    });
  });

  it('refuse to be without a filter, twice under one name, or too many', () => {
    const { reference } = convention;
    expect(problem({ conventions: [{ reference }] }).path).toMatch(/filter$/);
    expect(
      problem({
        conventions: [
          { ...convention, name: 'a' },
          { ...convention, name: 'a' },
        ],
      }).message,
    ).toMatch(/"a" is there twice/);
    expect(
      problem({ conventions: Array(101).fill(convention) }).message,
    ).toMatch(/more than 100/);
  });
});

describe('annotations of other plugins in the configuration', () => {
  it('know the registry of those that have one', () => {
    const { registryAnnotations: entries } = read({
      registryAnnotations: [
        { ...slug, environment: 'prod' },
        { ...slug, host: 'harbor.acme.test:8443', prefix: 'a/b' },
        { annotation: 'aws.amazon.com/amazon-ecr-arn', tag: '1' },
      ],
    });
    expect(entries).toMatchObject([
      { host: 'quay.io', tag: { source: 'latest' }, filters: [[]] },
      { host: 'harbor.acme.test:8443', prefix: 'a/b' },
      { host: undefined },
    ]);
  });

  const cases: [string, JsonObject, string][] = [
    ['.anotation', { anotation: 'x' }, 'did you mean "annotation"?'],
    [
      '.annotation',
      { annotation: 'quay.io/repository-slugs' },
      'did you mean "quay.io/repository-slug"?',
    ],
    [
      '.annotation',
      { annotation: 'aws.amazon.com/amazon-ecr-tags' },
      'is none of',
    ],
    [
      '.host',
      { annotation: 'goharbor.io/repository-slug' },
      'is missing; "goharbor.io/repository-slug" names no registry',
    ],
    [
      '.host',
      { annotation: 'docker.com/repository' },
      '"docker.io" is none of provenance.registries',
    ],
    ['.host', { host: 'https://quay.io' }, 'is not a host'],
    ['.host', { host: 'quay.io/acme' }, 'is not a host'],
    ['.host', { host: 'ghcr.io' }, 'is none of provenance.registries'],
    ['.prefix', { prefix: '../x' }, 'is not the beginning of a repository'],
    ['.tag', { tag: '{{ spec.version }}' }, 'is no field that is read'],
    ['.environment', { environment: 'prd' }, 'is none of'],
    ['.filter', { filter: {} }, 'would let every entity through'],
  ];
  it.each(cases)('refuse %s in %j', (path, changes, message) => {
    expect(
      problem({ registryAnnotations: [{ ...slug, ...changes }] }),
    ).toMatchObject({
      path: `provenance.discovery.registryAnnotations[0]${path}`,
      message: expect.stringContaining(message),
    });
  });

  it('refuse to be without a tag: they name none, and a guess would be hidden', () => {
    const { annotation } = slug;
    expect(problem({ registryAnnotations: [{ annotation }] })).toMatchObject({
      path: 'provenance.discovery.registryAnnotations[0].tag',
      message: expect.stringContaining('is missing'),
    });
  });
});

describe('docs/discovery.md', () => {
  const text = readFileSync(
    join(__dirname, '../../../../docs/discovery.md'),
    'utf8',
  );

  it('shows configuration that is accepted', () => {
    const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)];
    const accepted = examples.map(([, yaml]) =>
      readConfiguration(new ConfigReader(parse(yaml))),
    );
    expect(accepted.map(({ discovery }) => discovery)).toMatchObject([
      { conventions: [{ name: 'services' }] },
      { registryAnnotations: [{ host: 'quay.io' }, {}] },
    ]);
  });

  it('lists every annotation that is read', () => {
    const missing = [...registryAnnotations.keys()].filter(
      name => !text.includes(`| \`${name}\` `),
    );
    expect(missing).toEqual([]);
  });
});
