import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type {
  PageQuery,
  ProposalDetail,
  ProposalQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Request, Router } from 'express';
import { audited } from './audited';
import type { AuthorizedProposalService } from './AuthorizedProposalService';

export interface ProposalRoutesOptions {
  proposals: Pick<AuthorizedProposalService, keyof AuthorizedProposalService>;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The requests about versions of the acceptance list and about proposals to change it. */
export function addProposalRoutes(
  router: Router,
  options: ProposalRoutesOptions,
) {
  const { proposals, httpAuth } = options;

  router.get('/acceptance/versions', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const query = request.query as PageQuery;
    response.json(await proposals.listVersions(query, caller));
  });

  router.get('/acceptance/versions/:number', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const number = Number(request.params.number);
    response.json(await proposals.version(number, caller));
  });

  router.get('/proposals', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const query = request.query as ProposalQuery;
    response.json(await proposals.list(query, caller));
  });

  router.get('/proposals/:id', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await proposals.get(request.params.id, caller));
  });

  addActs(router, options);
}

type Act = (
  id: string,
  body: Request['body'],
  caller: BackstageCredentials,
) => Promise<ProposalDetail>;

/** What people do with a proposal. The auditor hears who did what to which content, and not what it says. */
function addActs(router: Router, options: ProposalRoutesOptions) {
  const { proposals, httpAuth, auditor } = options;
  const act = (path: string, eventId: string, perform: Act, status = 200) =>
    router.post(path, async (request, response) => {
      const caller = await httpAuth.credentials(request, { allow: ['user'] });
      const { id = '' } = request.params as { id?: string };
      const { expected, base } = request.body;
      const meta = {
        ...(id !== '' && { proposal: id }),
        ...(expected !== undefined && { expected }),
        ...(base !== undefined && { base }),
      };
      const told = (result: ProposalDetail) => ({
        ...{ proposal: result.id, state: result.state },
        binding: result.binding,
      });
      const result = await audited(
        auditor,
        request,
        { eventId, meta, told },
        () => perform(id, request.body, caller),
      );
      response.status(status).json(result);
    });
  const on = (name: string, perform: Act) =>
    act(`/proposals/:id/${name}`, `proposal-${name}`, perform);

  act(
    '/proposals',
    'proposal-create',
    (_, body, caller) => proposals.create(body, caller),
    201,
  );
  on('edit', (id, body, caller) => proposals.edit(id, body, caller));
  on('rebase', (id, body, caller) => proposals.rebase(id, body, caller));
  on('open', (id, body, caller) => proposals.open(id, body, caller));
  on('withdraw', (id, body, caller) => proposals.withdraw(id, body, caller));
  for (const word of ['approve', 'request-changes', 'reject'] as const)
    on(word, (id, body, caller) => proposals.review(id, word, body, caller));
  act('/proposals/:id/comments', 'proposal-comment', (id, body, caller) =>
    proposals.comment(id, body.text, caller),
  );
}
