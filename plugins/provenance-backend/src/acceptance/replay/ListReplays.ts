import { ConflictError } from '@backstage/errors';
import type { RegistryContent } from '@countersign/domain';
import {
  noteRegistryReplay,
  startRegistryReplay,
  type ReplayNews,
} from '../../store';
import type { ProposalReplaysOptions } from './ProposalReplays';
import { runReplay } from './runReplay';

/** Replays lists that nobody has proposed: nothing is kept of them but what came of it, for an hour. */
export class ListReplays {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: ProposalReplaysOptions) {}

  /**
   * Begins to replay a list over what is in force. Ends by itself.
   *
   * @param by - a user or a service
   * @returns the id of the replay
   * @throws ConflictError where the caller has one under way, or too many others have
   */
  async start(by: string, content: RegistryContent): Promise<string> {
    const { knex } = this.options;
    const judging = this.options.judging();
    const base = judging.registry.version;
    const id = await startRegistryReplay({ knex, by, base, now: this.now() });
    if (id === undefined)
      throw new ConflictError(
        'a replay is under way, of yours or of too many others; ask again when it has ended',
      );
    const run = runReplay({
      ...{ ...this.options, judging, what: 'a list' },
      after: { version: base + 1, ...content },
      note: (news: ReplayNews) =>
        noteRegistryReplay({ knex, id, news, now: this.now() }),
      stopping: this.stopping.signal,
    });
    this.running.add(run);
    run.finally(() => this.running.delete(run));
    return id;
  }

  /** Ends what is under way; whoever asked begins anew. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private now(): string {
    return this.options.clock.now().toISOString();
  }
}
