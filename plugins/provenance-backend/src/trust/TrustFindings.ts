import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AuthorityStatus } from '@countersign/domain';
import type { Knex } from 'knex';
import { writeGeneralFindings } from '../store';
import { refusedVersions } from './refusedVersions';

/** Keeps the findings about authorities, one turn after the other. A database that is away fails no refresh. */
export class TrustFindings {
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
  update(statuses: AuthorityStatus[]): Promise<void> {
    const { mayWrite } = this.options;
    this.turn = this.turn.then(async () => {
      const news = JSON.stringify(
        statuses.map(one => [one.name, one.refusedVersion, one.refreshedAt]),
      );
      if (news === this.said || !mayWrite()) return;
      if (await this.write(statuses)) this.said = news;
    });
    return this.turn;
  }

  private async write(statuses: AuthorityStatus[]): Promise<boolean> {
    const { knex, clock, logger } = this.options;
    try {
      await writeGeneralFindings({
        knex,
        code: 'authority-refresh-refused',
        ruling: open => refusedVersions(statuses, open),
        now: clock.now().toISOString(),
      });
      return true;
    } catch (error) {
      logger.warn('findings about authorities wait', error as Error);
      return false;
    }
  }
}
