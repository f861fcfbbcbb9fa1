import type {
  AuditorService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { Webhook } from '@countersign/verifier';
import type { Knex } from 'knex';
import { auditedInBackground } from '../health/audit';
import { earlierClock } from './earlierClock';
import type { LogSettings } from './LogSettings';
import { publishHead } from './publishHead';
import { retain } from './retain';
import { sendHead, webhookTurnMs } from './sendHead';
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
  /** What the database takes the time for; absent: it is not asked. */
  databaseClock?(): Promise<Date | undefined>;
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
  await keepTelling(options);
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
      const run = async () => {
        const clock = await earlierClock(options);
        return retain({ ...options, clock, retentionMs, signal });
      };
      await auditedInBackground(options, event, run, removed => removed);
    },
  });
}

/** Apart from the auditor and the logger, so that neither keeps the head from the other. */
async function keepTelling(options: {
  knex: Knex;
  clock: Clock;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
  settings: LogSettings;
}): Promise<void> {
  const { scheduler, lifecycle, settings } = options;
  const { headIntervalMs: intervalMs } = settings;
  if (!settings.webhook) return;
  const webhook = new Webhook(settings.webhook);
  lifecycle.addShutdownHook(() => webhook.close());
  await scheduler.scheduleTask({
    id: 'provenance-log-webhook',
    scope: 'global',
    frequency: { milliseconds: Math.min(webhookTurnMs, intervalMs) },
    timeout: { minutes: 1 },
    fn: () => sendHead({ ...options, webhook, intervalMs }),
  });
}
