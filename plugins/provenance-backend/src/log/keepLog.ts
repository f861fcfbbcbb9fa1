import type {
  AuditorService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { auditedInBackground } from '../health/audit';
import type { LogSettings } from './LogSettings';
import { publishHead } from './publishHead';
import { retain } from './retain';
import { startSealer } from './startSealer';

/** Seals in every replica, and has one replica at a time publish the head and remove what is too old. */
export async function keepLog(options: {
  knex: Knex;
  clock: Clock;
  auditor: AuditorService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
  settings: LogSettings;
}): Promise<void> {
  const { lifecycle, scheduler, settings } = options;
  let sealer: ReturnType<typeof startSealer> | undefined;
  lifecycle.addStartupHook(() => {
    sealer = startSealer(options);
  });
  lifecycle.addShutdownHook(async () => sealer?.stop());
  await scheduler.scheduleTask({
    id: 'provenance-log-head',
    scope: 'global',
    frequency: { milliseconds: settings.headIntervalMs },
    timeout: { minutes: 1 },
    fn: () => publishHead(options),
  });
  await scheduler.scheduleTask({
    id: 'provenance-retention',
    scope: 'global',
    frequency: { hours: 24 },
    timeout: { hours: 1 },
    fn: async signal => {
      const { retentionMs } = settings;
      const event = {
        eventId: 'retention-run',
        meta: { retentionMs },
      } as const;
      const run = () => retain({ ...options, retentionMs, signal });
      await auditedInBackground(options, event, run, removed => removed);
    },
  });
}
