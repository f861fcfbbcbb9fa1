import { stringifyEntityRef } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import type { Source } from '../Source';
import { declaredUsages } from './declaredUsages';

/** The name under which the annotation's claims are kept. */
export const ANNOTATION_LOCATOR = 'annotation';

/** What entities declare themselves. Nothing where there is no annotation; one that is empty is a mistake and stays visible. */
export const annotation: Source = {
  name: ANNOTATION_LOCATOR,
  standing: 'declared',
  async locate(entities) {
    return entities.map(entity => {
      const text = entity.metadata.annotations?.[ARTIFACTS_ANNOTATION];
      const entityRef = stringifyEntityRef(entity);
      const usages = text === undefined ? [] : declaredUsages(entityRef, text);
      return { entityRef, usages };
    });
  },
};
