import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { blockersOf, type Blocker } from '@countersign/domain';
import type { Knex } from 'knex';
import type { JudgeContext, Verification } from '../../engine';
import {
  noteReplay,
  ProposalRefusedError,
  readProposal,
  readReplay,
  startReplay,
  type ReplayNews,
  type StoredProposal,
  type StoredReplay,
} from '../../store';
import type { Trust } from '../../trust';
import type { Replay } from '../Replay';
import { blockerInWords } from './blockerInWords';
import { runReplay } from './runReplay';

/** What runs changes: a replay of long ago says little of it. */
const longestMs = 86_400_000;

export interface ProposalReplaysOptions {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  /** What is in force. */
  judging(): JudgeContext;
  trust: Pick<Trust, 'trustedWith'>;
  /** Of stored bytes, off the thread that serves. */
  verification: Pick<Verification, 'revision' | 'verify'>;
}

/** Replays proposals over what is stored, keeps what came of it, and says what of it nobody has acknowledged (S9.3). */
export class ProposalReplays implements Replay {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: ProposalReplaysOptions) {}

  /**
   * Begins to replay a proposal, unless that is under way. Ends by itself.
   *
   * @param expected - binding of what is to be replayed
   * @throws NotFoundError, ProposalRefusedError
   */
  async start(options: {
    id: string;
    expected: string;
    by: string;
  }): Promise<void> {
    const { knex } = this.options;
    const { id } = options;
    const proposal = await readProposal({ knex, id });
    if (!proposal) throw new NotFoundError(`there is no proposal "${id}"`);
    const judging = this.options.judging();
    if (judging.registry.version !== proposal.base)
      throw new ProposalRefusedError(
        'base-moved',
        `version ${judging.registry.version} is in force here, and this is about version ${proposal.base}; rebase it`,
      );
    const ticket = await startReplay({ ...options, knex, now: this.now() });
    if (ticket === undefined) return;
    const run = this.run(proposal, judging, ticket);
    this.running.add(run);
    run.finally(() => this.running.delete(run));
  }

  /** Ends what is under way; whoever asks again begins anew. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  async blockers(proposal: StoredProposal): Promise<string[]> {
    const { knex, clock } = this.options;
    const { id } = proposal;
    const kept = await readReplay({ knex, id });
    if (!kept || kept.binding !== proposal.binding)
      return ['nobody has replayed it over what runs'];
    if (kept.state === 'running') return ['its replay is under way'];
    if (!kept.result) return ['its replay failed; ask for another one'];
    if (clock.now().getTime() - Date.parse(kept.heardAt) > longestMs)
      return ['its replay is older than a day; ask for another one'];
    const { result } = kept;
    return openBlockers(kept).map(one => blockerInWords(one, result));
  }

  private run(
    { id, base, content }: StoredProposal,
    judging: JudgeContext,
    ticket: string,
  ): Promise<void> {
    const { knex } = this.options;
    return runReplay({
      ...{ ...this.options, judging, what: `the proposal ${id}` },
      after: { version: base + 1, ...content },
      note: (news: ReplayNews) =>
        noteReplay({ knex, id, ticket, news, now: this.now() }),
      stopping: this.stopping.signal,
    });
  }

  private now(): string {
    return this.options.clock.now().toISOString();
  }
}

/** What of a replay needs somebody's word and has none. */
export function openBlockers({
  result,
  acknowledgements,
}: StoredReplay): Blocker[] {
  const keys = acknowledgements.map(({ key }) => key);
  return result ? blockersOf(result, keys) : [];
}
