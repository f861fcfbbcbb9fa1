import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  PageQuery,
  ProposalDetail,
  ProposalQuery,
  ProposalReplay,
} from '@countersign/backstage-plugin-provenance-common';
import type { Request, Router } from 'express';
import { audited } from './audited';
import type { AuthorizedProposalService } from './AuthorizedProposalService';
import type { AuthorizedReplayService } from './AuthorizedReplayService';

export interface ProposalRoutesOptions {
  proposals: Pick<AuthorizedProposalService, keyof AuthorizedProposalService>;
  replays: Pick<AuthorizedReplayService, keyof AuthorizedReplayService>;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}

/** The requests about versions of the acceptance list and about proposals to change it. */
export function addProposalRoutes(
  router: Router,
  options: ProposalRoutesOptions,
) {
  const { proposals, replays, httpAuth, auditor } = options;

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

  router.post('/acceptance/replays', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    const result = await audited(
      auditor,
      request,
      {
        eventId: 'acceptance-replay',
        meta: {},
        told: ({ id, base }) => ({ replay: id, base }),
      },
      () => replays.startList(request.body, caller),
    );
    response.status(202).json(result);
  });

  router.get('/acceptance/replays/:id', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await replays.getList(request.params.id, caller));
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

  router.get('/proposals/:id/replay', async (request, response) => {
    const caller = await httpAuth.credentials(request);
    response.json(await replays.get(request.params.id, caller));
  });

  addActs(router, options);
}

type Act<Result> = (
  id: string,
  body: Request['body'],
  caller: BackstageCredentials,
) => Promise<Result>;

interface Told<Result> {
  status?: number;
  /** What the id in the path is of; a proposal's where nothing else is said. */
  about?: 'proposal' | 'version';
  /** What the auditor hears of the result. */
  told(result: Result): JsonObject;
}

/** What people do with a proposal. The auditor hears who did what to which content, and not what it says. */
function addActs(router: Router, options: ProposalRoutesOptions) {
  const { proposals, replays, httpAuth, auditor } = options;
  const act = <Result>(
    path: string,
    eventId: string,
    perform: Act<Result>,
    { status = 200, about = 'proposal', told }: Told<Result>,
  ) =>
    router.post(path, async (request, response) => {
      const caller = await httpAuth.credentials(request, { allow: ['user'] });
      const { id = '' } = request.params as { id?: string };
      const { expected, base, keys } = request.body;
      const meta = {
        ...(id !== '' && { [about]: about === 'version' ? Number(id) : id }),
        ...(expected !== undefined && { expected }),
        ...(base !== undefined && { base }),
        ...(keys !== undefined && { keys }),
      };
      const result = await audited(
        auditor,
        request,
        { eventId, meta, told },
        () => perform(id, request.body, caller),
      );
      response.status(status).json(result);
    });
  const told = ({ id, state, binding, mergedAs }: ProposalDetail) => ({
    ...{ proposal: id, state, binding },
    ...(mergedAs !== undefined && { version: mergedAs }),
  });
  const on = (name: string, perform: Act<ProposalDetail>) =>
    act(`/proposals/:id/${name}`, `proposal-${name}`, perform, { told });

  act(
    '/proposals',
    'proposal-create',
    (_, body, caller) => proposals.create(body, caller),
    { status: 201, told },
  );
  on('edit', (id, body, caller) => proposals.edit(id, body, caller));
  on('rebase', (id, body, caller) => proposals.rebase(id, body, caller));
  on('open', (id, body, caller) => proposals.open(id, body, caller));
  on('withdraw', (id, body, caller) => proposals.withdraw(id, body, caller));
  on('merge', (id, body, caller) => proposals.merge(id, body, caller));
  for (const word of ['approve', 'request-changes', 'reject'] as const)
    on(word, (id, body, caller) => proposals.review(id, word, body, caller));
  act(
    '/proposals/:id/comments',
    'proposal-comment',
    (id, body, caller) => proposals.comment(id, body.text, caller),
    { told },
  );
  act(
    '/acceptance/versions/:id/review',
    'acceptance-review',
    (id, body, caller) => proposals.reviewVersion(Number(id), body, caller),
    {
      about: 'version',
      told: ({ number, hash }) => ({ version: number, hash }),
    },
  );
  const toldOfReplay = ({ binding, state, blockers }: ProposalReplay) => ({
    ...{ binding, state },
    open: blockers.filter(({ acknowledged }) => !acknowledged).length,
  });
  act(
    '/proposals/:id/replay',
    'proposal-replay',
    (id, body, caller) => replays.start(id, body, caller),
    { status: 202, told: toldOfReplay },
  );
  act(
    '/proposals/:id/acknowledgements',
    'proposal-acknowledge',
    (id, body, caller) => replays.acknowledge(id, body, caller),
    { told: toldOfReplay },
  );
}
