import type { Entity } from '@backstage/catalog-model';
import type {
  ArtifactLocator,
  LocatedArtifact,
} from '../../plugins/provenance-node/src';

/** Repositories that all entities share: how many claims there are is what is measured, not how many images. */
export const images = 50;
/** What is claimed about each entity: five declared, five observed. */
export const claimsEach = 10;

const pageSize = 500;

const declaredPlaces = [
  { environment: 'prod', cloud: 'aws', location: 'eu-central-1' },
  { environment: 'prod', cloud: 'aws', location: 'us-east-1' },
  { environment: 'staging', cloud: 'aws' },
  { environment: 'dev', cloud: 'gcp' },
  { environment: 'test', cloud: 'gcp' },
];

/** The first two are declared too, so that one claim speaks over another one. */
const observedPlaces = [
  ...declaredPlaces.slice(0, 2),
  ...['eu-west-1', 'eu-west-3', 'ap-south-1'].map(location => ({
    ...{ environment: 'prod', cloud: 'aws', location },
  })),
];

export function nameOf(number: number): string {
  return `service-${String(number).padStart(5, '0')}`;
}

function imageOf(host: string, name: string): string {
  return `${host}/acme/app-${Number(name.split('-')[1]) % images}:1`;
}

function entityOf(number: number, host: string): Entity {
  const name = nameOf(number);
  const reference = imageOf(host, name);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'countersign.dev/artifacts': JSON.stringify(
          declaredPlaces.map(place => ({ reference, ...place })),
        ),
      },
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: `group:default/team-${number % 100}`,
      system: `system:default/system-${number % 500}`,
    },
  };
}

/** A catalog of so many entities that makes each page as it is asked for one: nothing of it lies in memory. */
export function generatedCatalog(count: number, host: string) {
  return {
    async *streamEntities() {
      for (let first = 0; first < count; first += pageSize)
        yield Array.from(
          { length: Math.min(pageSize, count - first) },
          (_, i) => entityOf(first + i, host),
        );
    },
  };
}

/** What a module sees in clusters. */
export function clusters(host: string): ArtifactLocator {
  return {
    name: 'clusters',
    standing: 'observed',
    async locate(entities) {
      return entities.map(({ metadata: { name } }) => ({
        entityRef: `component:default/${name}`,
        artifacts: observedPlaces.map(
          (place): LocatedArtifact => ({
            reference: imageOf(host, name),
            ...place,
          }),
        ),
      }));
    },
  };
}
