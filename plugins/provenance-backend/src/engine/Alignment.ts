import { setTimeout } from 'node:timers/promises';
import type { EngineContext } from './EngineContext';
import { rejudgeOutdated } from './rejudge';

/** Until verdicts that could not be judged again are tried again. */
const retryMs = 60_000;

/**
 * Brings verdicts in line with what is in force: one pass at a time, and a new one takes the place of the one that is
 * under way.
 *
 * @remarks
 * Race: a look that began before a change may record a verdict by what was in force then, after the pass has gone by.
 * The pass is therefore made once more when such looks have ended.
 */
export class Alignment {
  private chain: Promise<void> = Promise.resolve();
  private superseding = new AbortController();

  constructor(
    /** What is in force at the moment at which it is called. */
    private readonly context: () => EngineContext,
    private readonly options: {
      /** Looks that are under way. */
      running: ReadonlySet<Promise<void>>;
      stopping: AbortSignal;
      retryMs?: number;
      /** Whether verdicts are this replica's to judge (S6.3); whoever begins to may, aligns anew. */
      mayWork?(): boolean;
    },
  ) {}

  /** @returns when the first pass has ended, well or not; what failed is tried again until it is done */
  align(): Promise<void> {
    this.superseding.abort();
    this.superseding = new AbortController();
    const { running, stopping } = this.options;
    const signal = AbortSignal.any([stopping, this.superseding.signal]);
    const begun = [...running];
    const before = this.chain;
    return new Promise(resolve => {
      this.chain = before.then(() => this.insist(begun, signal, resolve));
    });
  }

  /** When nothing is under way any more. */
  async ended(): Promise<void> {
    await this.chain;
  }

  private async insist(
    begun: Promise<void>[],
    signal: AbortSignal,
    onFirst: () => void,
  ): Promise<void> {
    let isDone = await this.pass(signal);
    onFirst();
    if (begun.length > 0) {
      await Promise.race([Promise.all(begun), aborted(signal)]);
      isDone = await this.pass(signal);
    }
    // S6.1: a database that was away for a moment must not keep the verdicts of rules that hold no longer.
    while (!isDone && !signal.aborted) {
      await pause(this.options.retryMs ?? retryMs, signal);
      isDone = await this.pass(signal);
    }
  }

  /** @returns whether nothing was left under another configuration */
  private async pass(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.options.mayWork?.() === false) return true;
    const context = this.context();
    try {
      const { count, failed } = await rejudgeOutdated(context, signal);
      if (count > 0)
        context.logger.info(
          `judged ${count} usages again under the new configuration`,
        );
      return failed === 0;
    } catch (error) {
      context.logger.error(
        'verdicts could not be brought in line with the configuration',
        error as Error,
      );
      return false;
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // An abort rejects the wait; the loop's condition then ends it.
  await setTimeout(milliseconds, undefined, { signal, ref: false }).catch(
    () => undefined,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
