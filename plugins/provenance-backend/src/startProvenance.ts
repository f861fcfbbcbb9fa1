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
import {
  ArtifactClient,
  configuredCredentials,
  unsafeRevisions,
  verifierRevision,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { openRegistry } from './acceptance/openRegistry';
import type { Registry } from './acceptance/Registry';
import { ListReplays, ProposalReplays } from './acceptance/replay';
import { allowedHosts, type ProvenanceConfiguration } from './config';
import {
  discover,
  endLifetimes,
  tellRefusedHosts,
  type Source,
} from './discovery';
import { configuredSources } from './discovery/configured/configuredSources';
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
import { watchClock } from './health/watchClock';
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
  /** What the database takes the time for, to be compared with the clock; absent: it is not asked. */
  databaseClock?(): Promise<Date | undefined>;
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
  /** Tell what entities run, beside the annotation and what is reported. */
  sources: Source[];
  /** Permissions are enabled, so that somebody says who may do what (S9.1). */
  isGuarded: boolean;
}

/** Puts the stages together: discovery feeds the store, the engine works it off, the API answers from it. */
export async function startProvenance(
  options: ProvenanceOptions,
): Promise<void> {
  const { lifecycle, trust } = options;
  // Nobody may before the replicas have agreed, and they agree about what the registry says.
  let mayWrite = () => false;
  const registry = await openRegistry({
    ...options,
    list: options.configuration.acceptance,
    nameable: () => ({
      authorities: trust.ungoverned(),
      environments: options.configuration.environments,
    }),
    mayWrite: () => mayWrite(),
  });
  trust.govern(() => registry.inForce().keys);
  const { engine, generation } = engineOptions(options, registry);
  mayWrite = () => generation.mayWork().active;
  const replaying = {
    ...{ ...options, knex: engine.knex, judging: () => engine.judging },
  };
  const replays = new ProposalReplays(replaying);
  const lists = new ListReplays(replaying);
  serve(
    options,
    {
      registry: () => engine.judging.registry,
      inForce: () => engine.judging,
      replays,
      lists,
      onMerged: () => registry.load(),
    },
    () => judgingOf(engine),
  );
  sayWhatWasLoaded(
    options,
    registry,
    new TrustFindings({ ...options, mayWrite }),
  );
  let running: ReturnType<typeof startEngine> | undefined;
  let clocks: ReturnType<typeof watchClock> | undefined;
  trust.onChange(() => generation.changed());
  registry.onChange(() => generation.changed());
  generation.onTurnover(() => running?.realign());
  lifecycle.addStartupHook(() => {
    running = startEngine(engine);
    clocks = watchClock(options);
    trust.start();
    registry.start();
  });
  lifecycle.addShutdownHook(async () => {
    trust.stop();
    registry.stop();
    await replays.stop();
    await lists.stop();
    clocks?.stop();
    await running?.stop();
    await generation.stop();
    await engine.verification.close();
  });
  tellPeople({ ...options, settings: options.configuration.notifications });
  await keepLog({ ...options, settings: options.configuration.log });
  // Discovery may run at once, and writes under the active generation alone.
  await generation.start();
  await scheduleDiscovery(options, engine);
  await endReportsInTime(options, engine);
}

function engineOptions(
  options: ProvenanceOptions,
  registry: Registry,
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
  const inForce = whatIsInForce(options, registry, settings);
  const generation = joinReplicas({
    ...options,
    inForce,
    isCurrent: () => options.trust.isCurrent(),
  });
  const engine: EngineOptions = {
    // Whoever reads must find connections, however much there is to do.
    knex: limitConnections(knex),
    clock,
    databaseClock: options.databaseClock,
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

/**
 * What verdicts depend on, made anew when an authority or the registry changes: computing its hash for every look would
 * be waste.
 */
function whatIsInForce(
  { trust }: ProvenanceOptions,
  registry: Registry,
  settings: JudgeContext['settings'],
) {
  const verifier = { revision: verifierRevision, unsafeRevisions };
  const make = () => {
    const authorities = trust.inForce();
    const rules = { registry: registry.inForce(), settings };
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
  const renew = () => {
    current = make();
  };
  trust.onChange(renew);
  registry.onChange(renew);
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
  const sources = [
    ...configuredSources(configuration.discovery),
    ...options.sources,
  ];
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
        ...{ ...options, sources, generation },
        judgeUnseen: judgeUnseenWith(now),
        signal,
      });
      const allowed = allowedHosts(configuration);
      await tellRefusedHosts({ ...options, allowed, signal });
      if (changes > 0)
        logger.info(`${changes} usages changed on ${entities} entities`);
    },
  });
}

/** What a claim that comes in now is judged by; nothing while this replica may not write (S6.3). */
function judgingOf(engine: EngineOptions) {
  if (engine.mayWork?.().active === false) return undefined;
  const { generation, ...now } = { ...engine };
  return { generation, judgeUnseen: judgeUnseenWith(now) };
}

/** The lifetime of a report ends at an instant, and not with whatever pass comes next. */
async function endReportsInTime(
  options: ProvenanceOptions,
  engine: EngineOptions,
): Promise<void> {
  await options.scheduler.scheduleTask({
    id: 'provenance-report-lifetimes',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 5 },
    async fn(signal) {
      const judging = judgingOf(engine);
      if (judging) await endLifetimes({ ...options, ...judging, signal });
    },
  });
}

function sayWhatWasLoaded(
  options: ProvenanceOptions,
  registry: Registry,
  findings: TrustFindings,
): void {
  const { clock, logger, trust, configuration } = options;
  const report = new TrustReport(logger, clock);
  report.update(trust.statuses());
  const audit = new TrustAudit(options, trust.statuses());
  const say = () => {
    report.update(trust.statuses());
    audit.update(trust.statuses());
    findings.update(trust.statuses());
  };
  trust.onTurn(say);
  registry.onChange(say);
  const { loaded } = trust.inForce();
  const names = loaded.map(({ name }) => name).join(', ') || 'none';
  const { registries, fileHosts } = configuration;
  logger.info(
    `authorities ${names}; ${
      registry.inForce().rules.length
    } acceptance rules; ` +
      `${registries.length} registries and ${fileHosts.length} file hosts allowed`,
  );
}
