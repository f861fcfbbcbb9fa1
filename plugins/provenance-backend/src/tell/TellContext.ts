import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AlertSink,
  Clock,
} from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { OwnerSource } from './ownersOf';

/** Who is told, and how often. Lists hold refs of users and groups. */
export interface NotificationSettings {
  /** Whether the owners of an entity hear of what happens to it. */
  owners: boolean;
  security: string[];
  operators: string[];
  /** One message about one root cause within this time. */
  windowMs: number;
  /** How long sending is tried, and how long what was told is kept. */
  giveUpMs: number;
}

/** Everything that telling goes by. */
export interface TellContext extends OwnerSource {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  sinks: AlertSink[];
  settings: NotificationSettings;
}
