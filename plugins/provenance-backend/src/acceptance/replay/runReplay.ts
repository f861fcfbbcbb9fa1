import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import {
  canonicalJson,
  visibleText,
  type AcceptanceRegistry,
} from '@countersign/domain';
import type { Knex } from 'knex';
import type { JudgeContext, Verification } from '../../engine';
import type { ReplayNews } from '../../store';
import type { Trust } from '../../trust';
import { replayRegistry, type ReplayOptions } from './replayRegistry';

/** Writes one number at a time, and of those that come meanwhile the last one. */
class LatestOnly {
  private next: number | undefined;
  private writing: Promise<void> | undefined;

  constructor(private readonly write: (value: number) => Promise<void>) {}

  say(value: number): void {
    this.next = value;
    this.writing ??= this.work();
  }

  /** What was not written by now is not news any more; what could not be written is told by what comes after. */
  async end(): Promise<void> {
    this.next = undefined;
    await this.writing;
  }

  private async work(): Promise<void> {
    try {
      while (this.next !== undefined) {
        const value = this.next;
        this.next = undefined;
        await this.write(value);
      }
    } catch {
      // How far it is, is for the impatient; how it ended is what counts, and is written later.
    } finally {
      this.writing = undefined;
    }
  }
}

/**
 * Replays a version from its beginning to its end, and notes how far it is. Everything is caught: nobody waits for it.
 *
 * @param options - `what`: for the log; `note`: false where it is not this process's any more; `stopping`: the process ends
 */
export async function runReplay(options: {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  judging: JudgeContext;
  trust: Pick<Trust, 'trustedWith'>;
  verification: Pick<Verification, 'revision' | 'verify'>;
  after: AcceptanceRegistry;
  what: string;
  note(news: ReplayNews): Promise<boolean>;
  stopping: AbortSignal;
}): Promise<void> {
  const { logger, what, note, stopping } = options;
  const lost = new AbortController();
  const progress = new LatestOnly(async (done: number) => {
    if (!(await note({ state: 'running', done }))) lost.abort();
  });
  try {
    const result = await replayRegistry({
      ...options,
      ...trustedAfter(options),
      onProgress: ({ done }) => progress.say(done),
      signal: AbortSignal.any([lost.signal, stopping]),
    });
    await progress.end();
    await note({ state: 'done', result });
  } catch (error) {
    await progress.end();
    if (lost.signal.aborted || stopping.aborted) return;
    logger.error(`${what} could not be replayed`, error as Error);
    await noteFailure(options, error);
  }
}

/** A change that leaves the keys alone is replayed under what is trusted anyway. */
function trustedAfter({
  after: { keys = [] },
  judging: { registry: before },
  trust,
}: Pick<Parameters<typeof runReplay>[0], 'after' | 'judging' | 'trust'>): Pick<
  ReplayOptions,
  'trustedAfter'
> {
  const isSame = canonicalJson(keys) === canonicalJson(before.keys ?? []);
  return isSame ? {} : { trustedAfter: trust.trustedWith(keys) };
}

async function noteFailure(
  { note, logger }: Pick<Parameters<typeof runReplay>[0], 'note' | 'logger'>,
  error: unknown,
): Promise<void> {
  const problem = visibleText((error as Error).name, 100);
  try {
    await note({ state: 'failed', problem });
  } catch (again) {
    // Silent from now on, it is begun anew by whoever asks.
    logger.error('nor could that be written down', again as Error);
  }
}
