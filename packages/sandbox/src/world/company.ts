import type { Entity } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { stringify } from 'yaml';
import { publishRelease } from './publish';
import type { Stage } from './Stage';

/** Images that all generated entities share: what is signed takes seconds, whatever runs it. */
const images = 20;

const perSystem = 10;
const perDomain = 50;

const tag = '1.0.0';
const version = 'backstage.io/v1alpha1';
const repositoryOf = (image: number) => `acme-pay/generated/service-${image}`;
const owners = ['payments', 'cards', 'risk', 'platform'];

/** By what a convention of the sandbox's configuration knows the image of an entity. */
const imageLabel = 'acme-pay.example/image';

/** Where each entity says that it runs; one place more follows from the convention. */
const places = [
  { environment: 'prod', cloud: 'aws', location: 'eu-west-1/generated' },
  { environment: 'prod', cloud: 'azure', location: 'westeurope/generated' },
  { environment: 'staging', cloud: 'gcp' },
];

/** Usages of one generated entity. */
export const usagesEach = places.length + 1;

/** The images of the generated entities, unless they are there from a start before. */
export function publishCompany(stage: Stage): void {
  for (let image = 0; image < images; image++) {
    const repository = repositoryOf(image);
    if (stage.registry.repository(repository).tags.has(tag)) continue;
    const source = repository.replace('/generated', '');
    publishRelease(stage, { repository, source, tag });
  }
}

/**
 * Entities for so many usages at least, with owners, systems and domains: the same for the same number, and those of a
 * smaller number among those of a larger one.
 *
 * @param host - of the registry
 */
export function companyEntities(usages: number, host: string): Entity[] {
  const count = Math.ceil(usages / usagesEach);
  const every = (size: number) =>
    Array.from({ length: Math.ceil(count / size) }, (_, i) => i);
  return [
    ...every(perSystem * perDomain).map(domain),
    ...every(perSystem).map(system),
    ...every(1).map(number => component(number, host)),
  ];
}

function component(number: number, host: string): Entity {
  const repository = repositoryOf(number % images);
  const reference = `${host}/${repository}:${tag}`;
  return entity('Component', `generated-${number}`, {
    labels: { [imageLabel]: repository.split('/')[2] },
    annotations: {
      [ARTIFACTS_ANNOTATION]: stringify(
        places.map(place => ({ reference, ...place })),
      ),
    },
    spec: {
      ...{ type: 'service', lifecycle: 'production' },
      owner: ownerOf(Math.floor(number / perSystem)),
      system: `generated-${Math.floor(number / perSystem)}`,
    },
  });
}

function system(number: number): Entity {
  const domainName = `generated-${Math.floor(number / perDomain)}`;
  const spec = { owner: ownerOf(number), domain: domainName };
  return entity('System', `generated-${number}`, { spec });
}

function domain(number: number): Entity {
  return entity('Domain', `generated-${number}`, {
    spec: { owner: 'acme-pay' },
  });
}

function ownerOf(systemNumber: number): string {
  return owners[systemNumber % owners.length];
}

function entity(
  kind: string,
  name: string,
  { spec, ...metadata }: Partial<Entity['metadata']> & Pick<Entity, 'spec'>,
): Entity {
  return { apiVersion: version, kind, metadata: { name, ...metadata }, spec };
}
