import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { provenanceApiRef } from '../api';
import { AcceptanceContent } from '../components/acceptance';
import { FakeProvenanceApi } from './FakeProvenanceApi';

const mountPath = '/provenance/acceptance';

/** A page of the tab about acceptance, by its address below the tab's own. */
export function renderAcceptance(
  path: string,
  changes: Partial<FakeProvenanceApi> = {},
  options: { environments?: string[]; now?: Date } = {},
): FakeProvenanceApi {
  const api = Object.assign(new FakeProvenanceApi(), changes);
  renderInTestApp(<AcceptanceContent now={options.now} />, {
    apis: [[provenanceApiRef, api]],
    config: options.environments && {
      provenance: { environments: options.environments },
    },
    mountPath,
    initialRouteEntries: [`${mountPath}${path}`],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return api;
}
