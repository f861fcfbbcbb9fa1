import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  HttpRouterService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  AlertSink,
  Clock,
} from '@countersign/backstage-plugin-provenance-node';
import type { AcceptanceRegistry } from '@countersign/domain';
import {
  ArtifactClient,
  configuredCredentials,
  unsafeRevisions,
  verifierRevision,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { acceptanceInForce } from './acceptance/acceptanceInForce';
import type { ProvenanceConfiguration } from './config';
import { discover } from './discovery';
import {
  contentOf,
  generationHash,
  joinReplicas,
  judgeUnseenWith,
  startEngine,
  type ActiveGeneration,
  type EngineOptions,
  type JudgeContext,
  type Verification,
} from './engine';
import { EntityGroups } from './credentials/EntityGroups';
import {
  observedLooker,
  observedVerification,
  type Metrics,
  type Observer,
} from './health';
import { keepLog } from './log';
import { serve } from './serve';
import { tellPeople } from './tell';
import { limitConnections } from './store';
import { TrustAudit, TrustFindings, TrustReport, type Trust } from './trust';

export interface ProvenanceOptions {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  clock: Clock;
  httpAuth: HttpAuthService;
  httpRouter: HttpRouterService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  userInfo: UserInfoService;
  knex: Knex;
  configuration: ProvenanceConfiguration;
  trust: Trust;
  /** Closed when the process ends. */
  verification: Verification;
  /** Where numbers go. */
  metrics: Metrics;
  /** Hears what the engine does. */
  observer: Observer;
  /** Bring alerts to people; none where no module does. */
  sinks: AlertSink[];
}

/** Puts the stages together: discovery feeds the store, the engine works it off, the API answers from it. */
export async function startProvenance(
  options: ProvenanceOptions,
): Promise<void> {
  const { lifecycle, trust } = options;
  const registry = await acceptanceInForce({
    ...options,
    list: options.configuration.acceptance,
  });
  const { engine, generation } = engineOptions(options, registry);
  serve(options, () => engine.judging.registry);
  const mayWrite = () => generation.mayWork().active;
  sayWhatWasLoaded(options, new TrustFindings({ ...options, mayWrite }));
  let running: ReturnType<typeof startEngine> | undefined;
  trust.onChange(() => generation.changed());
  generation.onTurnover(() => running?.realign());
  lifecycle.addStartupHook(() => {
    running = startEngine(engine);
    trust.start();
  });
  lifecycle.addShutdownHook(async () => {
    trust.stop();
    await running?.stop();
    await generation.stop();
    await engine.verification.close();
  });
  tellPeople({ ...options, settings: options.configuration.notifications });
  await keepLog({ ...options, settings: options.configuration.log });
  // Discovery may run at once, and writes under the active generation alone.
  await generation.start();
  await scheduleDiscovery(options, engine);
}

function engineOptions(
  options: ProvenanceOptions,
  registry: AcceptanceRegistry,
): {
  engine: EngineOptions;
  generation: ActiveGeneration;
} {
  const { knex, clock, logger, observer, configuration } = options;
  const { environments, verification } = configuration;
  const settings = {
    environments: environments ?? [],
    intervalMs: verification.intervalMs,
    maximumAgeMs: verification.staleAfterMs,
  };
  const inForce = whatIsInForce(options, { registry, settings });
  const generation = joinReplicas({
    ...options,
    inForce,
    isCurrent: () => options.trust.isCurrent(),
  });
  const engine: EngineOptions = {
    // Whoever reads must find connections, however much there is to do.
    knex: limitConnections(knex),
    clock,
    logger,
    looker: observedLooker(artifactClient(options), observer),
    verification: observedVerification(options.verification, observer),
    observer,
    get judging() {
      return inForce().judging;
    },
    get generation() {
      return inForce().generation;
    },
    concurrency: verification.concurrency,
    mayWork: () => generation.mayWork(),
  };
  return { engine, generation };
}

/** What verdicts depend on, made anew when an authority changes: computing its hash for every look would be waste. */
function whatIsInForce(
  { trust }: ProvenanceOptions,
  rules: Pick<JudgeContext, 'registry' | 'settings'>,
) {
  const verifier = { revision: verifierRevision, unsafeRevisions };
  const make = () => {
    const authorities = trust.inForce();
    const judging = { ...rules, authorities, verifier };
    const content = contentOf(judging, verifier.revision);
    return {
      judging,
      content,
      generation: generationHash(content),
      authorities: authorities.loaded,
    };
  };
  let current = make();
  trust.onChange(() => {
    current = make();
  });
  return () => current;
}

/** The only one that ever sends a credential; which, follows from whom the catalog says that an entity belongs to. */
function artifactClient(options: ProvenanceOptions): ArtifactClient {
  const { registries, fileHosts, limits } = options.configuration;
  const groups = new EntityGroups(options);
  return new ArtifactClient({
    registries,
    credentials: configuredCredentials(registries, ref => groups.of(ref)),
    fileHosts,
    limits,
    clock: options.clock,
    onAnswer: isUnchanged =>
      options.observer.count('cache', {
        cache: 'answer',
        result: isUnchanged ? 'hit' : 'miss',
      }),
  });
}

async function scheduleDiscovery(
  options: ProvenanceOptions,
  engine: EngineOptions,
): Promise<void> {
  const { scheduler, configuration, logger } = options;
  await scheduler.scheduleTask({
    id: 'provenance-discovery',
    scope: 'global',
    frequency: { milliseconds: configuration.discovery.intervalMs },
    timeout: { minutes: 15 },
    async fn(signal) {
      // S6.3: what this replica would write, others would have to undo.
      if (engine.mayWork?.().active === false) return;
      const { generation, ...now } = { ...engine };
      const { entities, changes } = await discover({
        ...options,
        generation,
        judgeUnseen: judgeUnseenWith(now),
        signal,
      });
      if (changes > 0)
        logger.info(`${changes} usages changed on ${entities} entities`);
    },
  });
}

function sayWhatWasLoaded(
  options: ProvenanceOptions,
  findings: TrustFindings,
): void {
  const { clock, logger, trust, configuration } = options;
  const report = new TrustReport(logger, clock);
  report.update(trust.statuses());
  const audit = new TrustAudit(options, trust.statuses());
  trust.onTurn(() => {
    report.update(trust.statuses());
    audit.update(trust.statuses());
    findings.update(trust.statuses());
  });
  const { loaded } = trust.inForce();
  const names = loaded.map(({ name }) => name).join(', ') || 'none';
  const { registries, fileHosts, acceptance } = configuration;
  logger.info(
    `authorities ${names}; ${acceptance.initial.length} acceptance rules; ` +
      `${registries.length} registries and ${fileHosts.length} file hosts allowed`,
  );
}
