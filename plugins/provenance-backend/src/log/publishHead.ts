import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { readHead } from './withHead';

/**
 * Says where the log ends, in two places outside of the database (S10.2). The text is what the integrity check takes:
 * whoever keeps it can prove later that nothing before it was rewritten.
 */
export async function publishHead(options: {
  knex: Knex;
  auditor: AuditorService;
  logger: LoggerService;
}): Promise<void> {
  const { knex, auditor, logger } = options;
  const { sequence, hash } = await readHead({ knex });
  if (sequence === 0) return;
  const event = await auditor.createEvent({
    eventId: 'log-head',
    severityLevel: 'low',
    meta: { sequence, hash },
  });
  await event.success();
  logger.info(`head of the sealed log: ${sequence}:${hash}`);
}
