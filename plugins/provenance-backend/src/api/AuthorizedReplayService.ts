import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  acceptanceReadPermission,
  acceptanceReviewPermission,
  type ProposalReplay,
  type ProposalWord,
  type ReplayAcknowledgement,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { blockersOf } from '@countersign/domain';
import type { Knex } from 'knex';
import type { ProposalReplays } from '../acceptance/replay';
import { acknowledgeReplay, readProposal, readReplay } from '../store';
import type { Visibility } from '../visibility';
import { presentReplay } from './presentReplay';
import { ProposalGuard, type ProposalGuardOptions } from './ProposalGuard';

export interface ReplayServiceOptions extends ProposalGuardOptions {
  knex: Knex;
  clock: Clock;
  replays: Pick<ProposalReplays, 'start'>;
  visibility: Pick<Visibility, 'restrictionFor'>;
}

/** What proposals would do, for those who may read them, and the words of those who answer for it (S9.3). */
export class AuthorizedReplayService {
  private readonly guard: ProposalGuard;

  constructor(private readonly options: ReplayServiceOptions) {
    this.guard = new ProposalGuard(options);
  }

  /** @throws NotAllowedError, NotFoundError where nothing was replayed */
  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ProposalReplay> {
    await this.guard.needsRead(credentials);
    return this.detail(id, credentials);
  }

  /** @throws NotAllowedError, NotFoundError, ProposalRefusedError */
  async start(
    id: string,
    { expected }: ProposalWord,
    credentials: BackstageCredentials,
  ): Promise<ProposalReplay> {
    const { ref } = await this.guard.actor(
      acceptanceReadPermission,
      credentials,
    );
    await this.options.replays.start({ id, expected, by: ref });
    return this.detail(id, credentials);
  }

  /** @throws NotAllowedError, NotFoundError, InputError for what was not found, ProposalRefusedError, also for authors */
  async acknowledge(
    id: string,
    { expected, keys, text }: ReplayAcknowledgement,
    credentials: BackstageCredentials,
  ): Promise<ProposalReplay> {
    const { knex, clock } = this.options;
    const actor = await this.guard.actor(
      acceptanceReviewPermission,
      credentials,
    );
    this.guard.needsVoice(actor);
    const kept = await readReplay({ knex, id });
    const isOfThis = kept?.binding === expected;
    const known = isOfThis && kept.result ? blockersOf(kept.result, []) : [];
    const unknown = keys.find(key => !known.some(one => one.key === key));
    if (unknown !== undefined)
      throw new InputError(`keys: the replay has found no "${unknown}"`);
    const now = clock.now().toISOString();
    const by = actor.ref;
    await acknowledgeReplay({ knex, id, expected, keys, text, by, now });
    return this.detail(id, credentials);
  }

  private async detail(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ProposalReplay> {
    const { knex, clock, visibility } = this.options;
    const proposal = await readProposal({ knex, id });
    if (!proposal) throw new NotFoundError(`there is no proposal "${id}"`);
    const kept = await readReplay({ knex, id });
    if (!kept) throw new NotFoundError('nobody has replayed this proposal');
    const restriction = await visibility.restrictionFor(credentials);
    const seesAll =
      restriction.type === 'some' &&
      restriction.entityRefs === undefined &&
      restriction.filter === undefined;
    return presentReplay(kept, { proposal, seesAll, now: clock.now() });
  }
}
