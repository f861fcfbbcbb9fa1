import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { Observer } from '../health/Observer';
import type { JudgeContext } from './JudgeContext';
import type { Looker } from './lookAt';
import type { Verification } from './Verification';

/** Everything that one piece of work goes by; nothing of it changes until it is done. */
export interface EngineContext {
  knex: Knex;
  clock: Clock;
  /** What the database takes the time for; absent where it has no clock of its own, or is not asked. */
  databaseClock?(): Promise<Date | undefined>;
  logger: LoggerService;
  looker: Looker;
  verification: Verification;
  /** Hears what is done and how long it takes; it changes nothing. */
  observer: Observer;
  judging: JudgeContext;
  /** Hash of `judging` and the verifier's revision. */
  generation: string;
}
