import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { writeGeneralFindings } from '../store';
import type { RegistryStanding } from './RegistryInForce';

const about = 'acceptance registry';

/** Keeps the finding that the registry is not the one that was approved (S9.5), one turn after the other. */
export class RegistryFindings {
  private turn: Promise<void> = Promise.resolve();
  private said: string | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: { now(): Date };
      logger: LoggerService;
      /** S6.3: a replica that works under another generation than the active one writes nothing. */
      mayWrite(): boolean;
    },
  ) {}

  /** @returns when it is written, or could not be */
  update(standing: RegistryStanding | undefined): Promise<void> {
    this.turn = this.turn.then(async () => {
      if (!standing) return;
      const { at: _, ...news } = standing;
      const text = JSON.stringify(news);
      if (text === this.said || !this.options.mayWrite()) return;
      if (await this.write(standing)) this.said = text;
    });
    return this.turn;
  }

  private async write(standing: RegistryStanding): Promise<boolean> {
    const { knex, clock, logger } = this.options;
    try {
      await writeGeneralFindings({
        knex,
        code: 'registry-hash-mismatch',
        ruling: open => ({
          standing: standing.isApproved ? [] : [findingOf(standing)],
          // What another replica saw later than this one is not for this one to close.
          closed: open
            .filter(one => standing.isApproved && one.lastSeenAt < standing.at)
            .map(one => one.about),
        }),
        now: clock.now().toISOString(),
      });
      return true;
    } catch (error) {
      logger.warn('the finding about the registry waits', error as Error);
      return false;
    }
  }
}

function findingOf({
  at,
  approved,
  found,
}: Extract<RegistryStanding, { isApproved: false }>) {
  return {
    ...{ code: 'registry-hash-mismatch' as const, about, seenAt: at },
    ...{ old: approved ?? 'unknown', new: found ?? 'none' },
  };
}
