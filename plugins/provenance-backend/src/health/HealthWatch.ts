import type { LoggerService } from '@backstage/backend-plugin-api';

export interface HealthWatchOptions<T> {
  read(): Promise<T>;
  logger: Pick<LoggerService, 'warn'>;
  /** An answer stays good for this long, in milliseconds. */
  everyMs: number;
  /** Milliseconds that only ever grow. */
  elapsed?: () => number;
  /** How long whoever asks is kept waiting, in milliseconds. */
  patienceMs?: number;
}

/**
 * Reads something now and then for whoever asks, however many and however often they are: what the numbers cost must not
 * depend on who collects them. A database that does not answer gives no answer, soon, and is not asked again meanwhile.
 */
export class HealthWatch<T> {
  private readonly elapsed: () => number;
  private latest: { at: number; answer: Promise<T | undefined> } | undefined;
  private isReading = false;
  private isFailing = false;

  constructor(private readonly options: HealthWatchOptions<T>) {
    this.elapsed = options.elapsed ?? (() => performance.now());
  }

  /** @returns nothing where it could not be read in time */
  async now(): Promise<T | undefined> {
    const at = this.elapsed();
    const isOld = !this.latest || at - this.latest.at >= this.options.everyMs;
    // One that hangs would otherwise be joined by another, and each holds a connection.
    if (isOld && !this.isReading) this.latest = { at, answer: this.read() };
    return this.soon(this.latest?.answer);
  }

  private async read(): Promise<T | undefined> {
    this.isReading = true;
    try {
      const answer = await this.options.read();
      this.isFailing = false;
      return answer;
    } catch (error) {
      if (!this.isFailing)
        this.options.logger.warn(
          'how the engine stands could not be read',
          error as Error,
        );
      this.isFailing = true;
      return undefined;
    } finally {
      this.isReading = false;
    }
  }

  private async soon(answer: Promise<T | undefined> | undefined) {
    const patience = this.options.patienceMs ?? 5_000;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(resolve, patience, undefined);
      timer.unref();
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
