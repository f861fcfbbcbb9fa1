import type {
  SetupResponse,
  SetupStep,
} from '@countersign/backstage-plugin-provenance-common';
import type { AcceptanceRegistry, AuthorityStatus } from '@countersign/domain';
import type { Knex } from 'knex';
import { mostRefusedHosts } from '../discovery';
import { presentLocators } from '../health';
import {
  countFound,
  listRefusedHosts,
  readPasses,
  type Found,
  type RefusedHosts,
} from '../store';
import { hostsYaml } from './discovery/hostsYaml';
import {
  annotationYaml,
  environmentsYaml,
  rulesYaml,
} from './discovery/snippets';

/** Where nobody named an environment yet. */
const usualEnvironments = ['dev', 'staging', 'prod'];

/** What a portal has and what it lacks before it can say anything; each gap with the lines that close it. */
export class SetupService {
  constructor(
    private readonly options: {
      knex: Knex;
      /** The hosts that may be contacted. */
      allowed: string[];
      /** Absent where configuration names none. */
      environments?: string[];
      authorities(): AuthorityStatus[];
      registry(): AcceptanceRegistry;
    },
  ) {}

  async setup(): Promise<SetupResponse> {
    const { knex, allowed } = this.options;
    const { environments, ...found } = await countFound({ knex });
    const passes = await readPasses({ knex });
    const limit = mostRefusedHosts;
    const refused = await listRefusedHosts({ knex, allowed, limit });
    return {
      found: { ...found, locators: presentLocators(passes) },
      steps: this.steps({ ...found, environments }, refused),
      refusedHosts: {
        items: refused.hosts.map(({ host, artifacts, entities }) => ({
          ...{ host, artifacts, entities },
        })),
        more: refused.more,
      },
    };
  }

  private steps(found: Found, { hosts }: RefusedHosts): SetupStep[] {
    const { authorities, registry, environments } = this.options;
    const missing = authorities()
      .filter(({ status }) => status !== 'loaded')
      .map(({ name }) => name);
    const named =
      found.environments.length > 0 ? found.environments : usualEnvironments;
    return [
      step('artifacts', found.artifacts > 0, () => annotationYaml()),
      step('hosts', hosts.length === 0, () => hostsYaml(hosts)),
      {
        id: 'authorities',
        done: missing.length === 0,
        ...(missing.length > 0 && { missing }),
      },
      step('environments', environments !== undefined, () =>
        environmentsYaml(named),
      ),
      step('rules', registry().rules.length > 0, () => rulesYaml()),
    ];
  }
}

function step(
  id: SetupStep['id'],
  done: boolean,
  yaml: () => string | undefined,
): SetupStep {
  const lines = done ? undefined : yaml();
  return { id, done, ...(lines !== undefined && { yaml: lines }) };
}
