import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import {
  SigstoreInstance,
  startRegistry,
  type Registry,
} from '@countersign/sandbox';
import type {
  AcceptanceRule,
  AuthorityState,
  DistrustEntry,
  RepositoryBinding,
} from '@countersign/domain';
import {
  ArtifactClient,
  sigstoreAuthority,
  verifierRevision,
  verifyMaterial,
  type Authority,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { configuredRegistry } from '../acceptance/configuredRegistry';
import { StoredUsageService } from '../api';
import { discover, type Source } from '../discovery';
import {
  evidenceInForce,
  generationOf,
  judgeUnseenWith,
  rejudgeOutdated,
  runOnce,
  type EngineOptions,
  type Looker,
  type Verification,
} from '../engine';
import { unobserved } from '../health/Observer';
import { stateOf } from '../trust';
import { ManualClock } from './fixtures';

const hour = 3_600_000;
const everything = { type: 'some' } as const;

export interface Portal {
  registry: Registry;
  acme: SigstoreInstance;
  clock: ManualClock;
  /** Replaced to change what is trusted or asked for. */
  engine: EngineOptions;
  /** One discovery pass over these entities, also by these locators, then everything that is due. */
  look(entities: Entity[], sources?: Source[]): Promise<UsageSummary[]>;
  /** Everything that is due now. */
  work(): Promise<UsageSummary[]>;
  detail(id: string): Promise<UsageDetail>;
  /** Puts other rules or authorities into force, as a restart does. */
  reconfigure(changes: {
    rules?: AcceptanceRule[];
    distrust?: DistrustEntry[];
    bindings?: RepositoryBinding[];
    authorities?: Authority[];
    /** Authorities that are configured and could not be loaded. */
    missing?: AuthorityState[];
  }): Promise<UsageSummary[]>;
  close(): Promise<void>;
}

/** Without workers: their own tests have them, and a process for each portal would cost seconds. */
const inProcess: Verification = {
  revision: verifierRevision,
  verify: async (material, context) => verifyMaterial(material, context),
  close: async () => undefined,
};

/** The stages of the backend over a real registry and a Sigstore of its own, driven step by step. */
export async function startPortal(options: {
  knex: Knex;
  rules: (registry: Registry) => AcceptanceRule[];
  looker?: (client: Looker) => Looker;
}): Promise<Portal> {
  const { knex } = options;
  const clock = new ManualClock();
  const registry = await startRegistry();
  const acme = SigstoreInstance.create({ name: 'acme', clock });
  const client = new ArtifactClient({
    registries: [
      { host: registry.host, plainHttp: true, privateNetwork: true },
    ],
    fileHosts: [],
    clock,
  });
  let missing: AuthorityState[] = [];
  let distrust: DistrustEntry[] | undefined;
  let bindings: RepositoryBinding[] | undefined;
  let version = 1;
  const judgingWith = (rules: AcceptanceRule[], authorities: Authority[]) => ({
    registry: configuredRegistry(
      { initial: rules, distrust, bindings },
      version,
    ),
    authorities: {
      loaded: authorities,
      states: [...authorities.map(stateOf), ...missing],
    },
    settings: {
      environments: ['dev', 'prod'],
      intervalMs: 4 * hour,
      maximumAgeMs: 24 * hour,
    },
  });
  let rules = options.rules(registry);
  let authorities: Authority[] = [
    sigstoreAuthority('acme', acme.trustedRoot()),
  ];
  const logger = mockServices.logger.mock();
  const engineWith = (): EngineOptions => {
    const judging = judgingWith(rules, authorities);
    return {
      knex,
      clock,
      logger,
      looker: options.looker?.(client) ?? client,
      verification: inProcess,
      observer: unobserved,
      judging,
      generation: generationOf(judging, inProcess.revision),
      concurrency: 2,
    };
  };
  const service = () =>
    new StoredUsageService({
      knex,
      clock,
      inForce: evidence => evidenceInForce(evidence, authorities),
    });
  const list = async () => (await service().list({}, everything)).items;
  const portal: Portal = {
    registry,
    acme,
    clock,
    engine: engineWith(),
    async look(entities, sources) {
      const { engine } = portal;
      await discover({
        knex,
        clock,
        logger,
        catalog: catalogServiceMock({ entities }),
        auth: mockServices.auth(),
        judgeUnseen: judgeUnseenWith(engine),
        generation: engine.generation,
        sources,
      });
      return portal.work();
    },
    async work() {
      await runOnce(portal.engine);
      return list();
    },
    detail: id => service().get(id, everything),
    async reconfigure(changes) {
      rules = changes.rules ?? rules;
      distrust = changes.distrust ?? distrust;
      bindings = changes.bindings ?? bindings;
      version++;
      authorities = changes.authorities ?? authorities;
      missing = changes.missing ?? [];
      portal.engine = engineWith();
      await rejudgeOutdated(portal.engine);
      return list();
    },
    close: () => registry.close(),
  };
  return portal;
}

/** A component whose annotation is this text. */
export function component(name: string, artifacts: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'countersign.dev/artifacts': artifacts } },
    spec: { type: 'service', owner: 'team', lifecycle: 'production' },
  };
}
