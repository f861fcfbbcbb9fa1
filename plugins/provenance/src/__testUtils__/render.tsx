import type { ReactElement } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { entityProvenanceRouteRef } from '../routes';
import type { FakeProvenanceApi } from './FakeProvenanceApi';

export const annotated: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-api',
    annotations: { [ARTIFACTS_ANNOTATION]: '- reference: x' },
  },
  spec: { type: 'service' },
};

export const unannotated: Entity = {
  ...annotated,
  metadata: { name: 'payments-api' },
};

/** An element on an entity's page, over a fake backend. */
export function renderOnEntityPage(
  element: ReactElement,
  api: FakeProvenanceApi,
  options: {
    entity?: Entity;
    route?: string;
    environments?: string[];
    mayCheck?: boolean;
    isTabMounted?: boolean;
  } = {},
) {
  const { entity = annotated, mayCheck = true, isTabMounted = true } = options;
  return renderInTestApp(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    {
      apis: [
        [provenanceApiRef, api],
        [
          permissionApiRef,
          mockApis.permission({
            authorize: mayCheck ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
          }),
        ],
      ],
      config: options.environments && {
        provenance: { environments: options.environments },
      },
      initialRouteEntries: [options.route ?? '/'],
      mountedRoutes: isTabMounted
        ? { '/tab': entityProvenanceRouteRef }
        : undefined,
    },
  );
}
