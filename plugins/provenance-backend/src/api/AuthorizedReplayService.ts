import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  acceptanceReadPermission,
  acceptanceReviewPermission,
  type ProposalReplay,
  type ProposalWord,
  type RegistryReplay,
  type RegistryReplayRequest,
  type ReplayAcknowledgement,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { blockersOf } from '@countersign/domain';
import type { Knex } from 'knex';
import { readContent } from '../acceptance/readContent';
import type { ListReplays, ProposalReplays } from '../acceptance/replay';
import {
  acknowledgeReplay,
  inSmallLetters,
  readProposal,
  readRegistryReplay,
  readReplay,
  sha256,
} from '../store';
import type { Visibility } from '../visibility';
import { presentRegistryReplay, presentReplay } from './presentReplay';
import { ProposalGuard, type ProposalGuardOptions } from './ProposalGuard';

export interface ReplayServiceOptions extends ProposalGuardOptions {
  knex: Knex;
  clock: Clock;
  replays: Pick<ProposalReplays, 'start'>;
  /** Of lists that nobody has proposed. */
  lists: Pick<ListReplays, 'start'>;
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

  /**
   * Whoever may read the rules may ask what others would do, a service as well: nothing is proposed by it.
   *
   * @throws NotAllowedError, InputError with the path of what cannot be read, ConflictError where one is under way
   */
  async startList(
    { content }: RegistryReplayRequest,
    credentials: BackstageCredentials,
  ): Promise<RegistryReplay> {
    await this.guard.needsRead(credentials);
    const by = callerOf(credentials);
    const id = await this.options.lists.start(by, readContent(content));
    return this.getList(id, credentials);
  }

  /** @throws NotAllowedError, NotFoundError for those of others, too */
  async getList(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<RegistryReplay> {
    await this.guard.needsRead(credentials);
    const { knex, clock } = this.options;
    const by = callerOf(credentials);
    const kept = await readRegistryReplay({ knex, id, by });
    if (!kept) throw new NotFoundError(`there is no replay "${id}" of yours`);
    const seesAll = await this.seesAll(credentials);
    return presentRegistryReplay(kept, { seesAll, now: clock.now() });
  }

  private async detail(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ProposalReplay> {
    const { knex, clock } = this.options;
    const proposal = await readProposal({ knex, id });
    if (!proposal) throw new NotFoundError(`there is no proposal "${id}"`);
    const kept = await readReplay({ knex, id });
    if (!kept) throw new NotFoundError('nobody has replayed this proposal');
    const seesAll = await this.seesAll(credentials);
    return presentReplay(kept, { proposal, seesAll, now: clock.now() });
  }

  private async seesAll(credentials: BackstageCredentials): Promise<boolean> {
    const { visibility } = this.options;
    const restriction = await visibility.restrictionFor(credentials);
    return (
      restriction.type === 'some' &&
      restriction.entityRefs === undefined &&
      restriction.filter === undefined
    );
  }
}

/** Under whose name a replay is kept. */
function callerOf({ principal }: BackstageCredentials): string {
  const { type, userEntityRef, subject } = principal as Partial<
    Omit<BackstageUserPrincipal, 'type'> &
      Omit<BackstageServicePrincipal, 'type'>
  > & { type?: string };
  if (type === 'user' && userEntityRef !== undefined)
    return inSmallLetters(userEntityRef);
  if (type === 'service' && subject !== undefined)
    return `service ${sha256(subject)}`;
  throw new NotAllowedError('only people and services may ask');
}
