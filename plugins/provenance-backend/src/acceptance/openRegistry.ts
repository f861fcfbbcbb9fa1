import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { AcceptanceList } from '@countersign/domain';
import type { Knex } from 'knex';
import { acceptanceInForce } from './acceptanceInForce';
import { constantRegistry, type Registry } from './Registry';
import { RegistryFindings } from './RegistryFindings';
import { RegistryInForce } from './RegistryInForce';

/** The registry from where the configuration says that it lives. */
export async function openRegistry(options: {
  knex: Knex;
  clock: Clock;
  auditor: AuditorService;
  logger: LoggerService;
  list: AcceptanceList;
  mayWrite(): boolean;
}): Promise<Registry> {
  if (!options.list.governance)
    return constantRegistry(await acceptanceInForce(options));
  const registry = await RegistryInForce.open(options);
  const findings = new RegistryFindings(options);
  registry.onTurn(() => findings.update(registry.standing()));
  return registry;
}
