import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import {
  canonicalJson,
  type AcceptanceList,
  type AcceptanceRegistry,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { auditDone } from '../health/audit';
import { numberAcceptance } from '../store';
import { configuredRegistry } from './configuredRegistry';

/**
 * The configured acceptance list as a numbered version that is kept. Every change of rules, distrust, builders, bindings or keys is a
 * version; what a verdict names is never changed afterwards.
 *
 * A list that comes back is the version that it was, and no new one. A replica of an older deployment that restarts
 * while a newer one is rolled out must not count as the newest: its number is lower, so it does not propose (S6.3), and
 * what was distrusted a minute ago stays distrusted.
 */
export async function acceptanceInForce(options: {
  knex: Knex;
  clock: Clock;
  auditor: AuditorService;
  logger: LoggerService;
  list: AcceptanceList;
}): Promise<AcceptanceRegistry> {
  const { knex, clock, logger, list } = options;
  const { version: _, ...content } = configuredRegistry(list, 0);
  const { number, isNew } = await numberAcceptance({
    knex,
    content: canonicalJson(content),
    now: clock.now().toISOString(),
  });
  logger.info(
    `the acceptance list is version ${number}${isNew ? ', a new one' : ''}`,
  );
  if (isNew)
    await auditDone(options, {
      eventId: 'acceptance-change',
      meta: { version: number },
    });
  return configuredRegistry(list, number);
}
