import { createCatalogModelLayer } from '@backstage/catalog-model/alpha';
import type { JsonObject } from '@backstage/types';
import {
  ARTIFACTS_ANNOTATION,
  ARTIFACTS_SCHEMA,
} from '@countersign/backstage-plugin-provenance-common';
import { ARTIFACTS_LENGTH } from '@countersign/backstage-plugin-provenance-node';

/**
 * The annotation as the catalog's model describes it. A schema of a text cannot look into the YAML: `contentSchema` says
 * to readers what is in it, and {@link ArtifactsProcessor} holds entities to that.
 */
export const artifactsLayer = createCatalogModelLayer({
  layerId: ARTIFACTS_ANNOTATION,
  builder: model =>
    model.addAnnotation({
      name: ARTIFACTS_ANNOTATION,
      title: 'Artifacts',
      description:
        'What the entity runs or ships, as a YAML list: images and files to verify. It says which artifact to look at, never who may sign it.',
      schema: {
        jsonSchema: {
          type: 'string',
          maxLength: ARTIFACTS_LENGTH,
          contentMediaType: 'application/yaml',
          // JSON all the same: its lists are read-only, which the type of JSON does not know.
          contentSchema: ARTIFACTS_SCHEMA as unknown as JsonObject,
        },
      },
    }),
});
