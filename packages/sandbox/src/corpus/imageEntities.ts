import type { Entity } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { stringify } from 'yaml';
import { EXPECTED_ANNOTATION } from '../world/expectation';
import type { AddedImage } from './addFolder';

/** The images of the corpus of which it is known that their attestations verify. */
const known = /^slsa-generic-container-v/;

/**
 * An entity for each image that no entity of the folder's own catalog names, so that every image is looked at.
 */
export function imageEntities(
  host: string,
  images: AddedImage[],
  catalog: Entity[],
): Entity[] {
  const named = catalog
    .map(entity => entity.metadata.annotations?.[ARTIFACTS_ANNOTATION] ?? '')
    .join('\n');
  return images
    .filter(({ repository }) => {
      const reference = `${host}/${repository}`;
      return (
        !named.includes(`${reference}:`) && !named.includes(`${reference}@`)
      );
    })
    .map(image => imageEntity(host, image));
}

function imageEntity(host: string, image: AddedImage): Entity {
  const { name, repository, tag } = image;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: repository.slice(repository.indexOf('/') + 1),
      description: 'An image from outside, served by the sandbox as it is.',
      tags: [repository.split('/')[0]],
      annotations: {
        [ARTIFACTS_ANNOTATION]: stringify([
          { reference: `${host}/${repository}:${tag}`, environment: 'dev' },
        ]),
        ...(known.test(name) && { [EXPECTED_ANNOTATION]: 'trusted accepted' }),
      },
    },
    spec: { type: 'image', lifecycle: 'experimental', owner: 'platform' },
  };
}
