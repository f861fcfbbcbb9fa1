import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { createDevApp } from '@backstage/frontend-dev-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  ARTIFACTS_ANNOTATION,
  type ProvenanceApi,
} from '@countersign/backstage-plugin-provenance-common';
import plugin, { provenanceApiRef } from '../src';
import { createStories } from './stories';

const stories = createStories();

/** One entity a story: its name says what the tab shows. */
const entities: Entity[] = Object.keys(stories).map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations:
      name === 'nothing-named' ? undefined : { [ARTIFACTS_ANNOTATION]: '- …' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
}));

function storyOf(entityRef: string | undefined): ProvenanceApi {
  return stories[entityRef?.split('/').at(-1) ?? ''] ?? stories.everything;
}

/** Each entity is answered by its story, an artifact by the one story that has it, and all else by the largest. */
const provenanceApi: ProvenanceApi = Object.assign(createStories().everything, {
  listUsages: query => storyOf(query.entityRef?.[0]).listUsages(query),
  getUsage: id => storyOf(window.location.pathname.split('/')[4]).getUsage(id),
  listHistory: (id, query) =>
    storyOf(window.location.pathname.split('/')[4]).listHistory(id, query),
  requestCheck: request =>
    storyOf(
      'entityRef' in request ? request.entityRef : undefined,
    ).requestCheck(request),
} satisfies Partial<ProvenanceApi>);

createDevApp({
  features: [
    catalogPlugin,
    plugin,
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: defineParams =>
            defineParams({
              api: catalogApiRef,
              deps: {},
              factory: () => catalogApiMock({ entities }),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'provenance',
      extensions: [
        ApiBlueprint.make({
          params: defineParams =>
            defineParams({
              api: provenanceApiRef,
              deps: {},
              factory: () => provenanceApi,
            }),
        }),
      ],
    }),
  ],
});
