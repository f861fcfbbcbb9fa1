import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  AlertSink,
  Clock,
} from '@countersign/backstage-plugin-provenance-node';
import type { AcceptanceList } from '@countersign/domain';
import type { Knex } from 'knex';
import { acceptanceInForce } from './acceptanceInForce';
import { checkList, missingName, type Nameable } from './checkList';
import { constantRegistry, type Registry } from './Registry';
import { RegistryFindings } from './RegistryFindings';
import { RegistryInForce } from './RegistryInForce';

/**
 * The registry from where the configuration says that it lives.
 *
 * @throws ConfigurationError where the list that comes into force names what does not exist
 */
export async function openRegistry(options: {
  knex: Knex;
  clock: Clock;
  auditor: AuditorService;
  logger: LoggerService;
  list: AcceptanceList;
  /** What there is to name, now. */
  nameable(): Nameable;
  sinks?: readonly Pick<AlertSink, 'name'>[];
  mayWrite(): boolean;
}): Promise<Registry> {
  const { list, nameable, logger } = options;
  const check = () => checkList(list, nameable());
  if (!list.governance) {
    check();
    return constantRegistry(await acceptanceInForce(options));
  }
  const registry = await RegistryInForce.open({ ...options, check });
  const missing = missingName(registry.inForce(), nameable());
  if (missing !== undefined)
    logger.warn(
      `the acceptance registry in force names what is not there: ${missing}; propose a change`,
    );
  const findings = new RegistryFindings(options);
  registry.onTurn(() => findings.update(registry.standing()));
  return registry;
}
