import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type { ProposalDetail } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { AcceptanceContent } from '../components/acceptance';
import { FakeProvenanceApi } from './FakeProvenanceApi';
import { baseContent, me, proposalOf } from './proposals';
import { now } from './usages';

export const acceptancePath = '/provenance/acceptance';

/** The tab about acceptance at one of its addresses, over a fake backend. */
export function renderAcceptance(
  path: string,
  changes: Partial<FakeProvenanceApi>,
  options: { as?: string; mayAct?: boolean; environments?: string[] } = {},
): FakeProvenanceApi {
  const api = Object.assign(new FakeProvenanceApi(), changes);
  const { as = me, mayAct = true } = options;
  renderInTestApp(<AcceptanceContent now={now} />, {
    apis: [
      [provenanceApiRef, api],
      mockApis.identity({ userEntityRef: as }),
      [
        permissionApiRef,
        mockApis.permission({
          authorize: mayAct ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        }),
      ],
    ],
    config: options.environments && {
      provenance: { environments: options.environments },
    },
    mountPath: acceptancePath,
    initialRouteEntries: [`${acceptancePath}${path}`],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return api;
}

/** The page of a proposal of Mallory over version 42, which is in force. */
export function renderProposal(
  differing: Partial<ProposalDetail> = {},
  changes: Partial<FakeProvenanceApi> = {},
  options?: { as?: string; mayAct?: boolean },
): FakeProvenanceApi {
  const proposal = proposalOf(differing);
  const { rules } = baseContent;
  return renderAcceptance(
    '/proposals/p1',
    { acceptance: { version: 42, rules }, proposals: [proposal], ...changes },
    options,
  );
}
