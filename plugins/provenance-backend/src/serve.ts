import { isDistrusted, type AcceptanceRegistry } from '@countersign/domain';
import { unsafeRevisions } from '@countersign/verifier';
import { CatalogReviewers } from './acceptance/CatalogReviewers';
import { Merging } from './acceptance/Merging';
import { RulePreviews } from './acceptance/preview';
import type { ListReplays, ProposalReplays } from './acceptance/replay';
import { EntitySources, SuggestedRules } from './acceptance/suggestions';
import { AcceptanceUses } from './acceptance/use';
import {
  AuthorizedAcceptanceAidService,
  AuthorizedAcceptanceService,
  AuthorizedDeploymentService,
  AuthorizedDigestService,
  AuthorizedDiscoveryService,
  AuthorizedFindingService,
  AuthorizedLogService,
  AuthorizedProposalService,
  AuthorizedReplayService,
  AuthorizedSignerService,
  AuthorizedStatusService,
  AuthorizedUsageService,
  createRouter,
  presentSigner,
  SetupService,
  StoredDigestService,
  StoredDiscoveryService,
  StoredFindingService,
  StoredSignerService,
  StoredUsageService,
  type DeploymentOptions,
} from './api';
import { allowedHosts } from './config';
import { evidenceInForce, type JudgeContext } from './engine';
import { startHealth } from './health';
import type { ProvenanceOptions } from './startProvenance';
import { tellingOfProposals } from './store';
import { Visibility, VisibleEntities } from './visibility';

/** Puts the API over the store: every answer about usages goes through one restriction to what the caller may see. */
export function serve(
  options: ProvenanceOptions,
  governed: {
    registry(): AcceptanceRegistry;
    /** By what is judged now. */
    inForce(): JudgeContext;
    replays: ProposalReplays;
    lists: ListReplays;
    /** Brings into force here what was merged. */
    onMerged(): Promise<void>;
  },
  judging: DeploymentOptions['judging'],
): void {
  const { registry, replays, lists, inForce } = governed;
  const { knex, clock, catalog, permissions, permissionsRegistry, trust } =
    options;
  const stored = {
    ...{ knex, clock },
    inForce: (evidence: Parameters<typeof evidenceInForce>[0]) =>
      evidenceInForce(evidence, trust.inForce().loaded, {
        // What a newer replica proved is shown as it is; what is suspended is not.
        revision: Infinity,
        unsafeRevisions,
      }),
  };
  const visibleEntities = new VisibleEntities({ catalog, clock });
  const visibility = new Visibility({
    ...{ permissions, permissionsRegistry, visibleEntities },
  });
  const guards = { visibility, permissions };
  const hosts = allowedHosts(options.configuration);
  const { governance } = options.configuration.acceptance;
  const reviewing = {
    governance,
    tell: tellingOfProposals({
      governance,
      sinks: options.sinks.map(({ name }) => name),
    }),
    reviewers: new CatalogReviewers({
      ...{ ...options, governance: governance ?? { reviewers: [] } },
    }),
    lintOptions: () => ({
      environments: options.configuration.environments,
      production: governance?.production,
      // A version brings its own keys; those of the one in force say nothing of it.
      authorities: trust.ungoverned().states,
    }),
  };
  const engine = startHealth({ ...options, hosts });
  const router = createRouter({
    ...options,
    usages: new AuthorizedUsageService(new StoredUsageService(stored), guards),
    findings: new AuthorizedFindingService(
      new StoredFindingService(stored),
      guards,
    ),
    digests: new AuthorizedDigestService(
      new StoredDigestService(stored),
      guards,
    ),
    signers: new AuthorizedSignerService(
      new StoredSignerService(stored),
      guards,
    ),
    discovery: new AuthorizedDiscoveryService(
      new StoredDiscoveryService({
        knex,
        expected: options.configuration.discovery.expected,
        locators: options.sources.map(({ name }) => name),
        allowed: hosts,
      }),
      new SetupService({
        ...{ knex, registry },
        allowed: hosts,
        environments: options.configuration.environments,
        authorities: () => trust.statuses(),
      }),
      guards,
    ),
    acceptance: new AuthorizedAcceptanceService({ permissions, registry }),
    acceptanceAids: new AuthorizedAcceptanceAidService({
      ...guards,
      previews: new RulePreviews({
        ...{ knex, clock },
        environments: () => inForce().settings.environments,
      }),
      uses: new AcceptanceUses({ knex, clock, registry }),
      suggestions: new SuggestedRules({
        ...{ knex, governance, present: presentSigner },
        sources: new EntitySources({
          ...options,
          bindings: () => registry().bindings,
        }),
        names: () => registry().rules.map(({ name }) => name),
        environments: () => inForce().settings.environments,
        lintOptions: reviewing.lintOptions,
        distrusts: signer =>
          isDistrusted(signer, {
            registry: registry(),
            authorities: inForce().authorities.states,
          }),
      }),
    }),
    proposals: new AuthorizedProposalService({
      ...{ ...options, ...reviewing, onMerged: governed.onMerged },
      merging: new Merging({ ...options, ...reviewing, replay: replays }),
    }),
    replays: new AuthorizedReplayService({
      ...{ ...options, governance, replays, lists, visibility },
    }),
    log: new AuthorizedLogService({
      ...options,
      settings: options.configuration.log,
    }),
    deployments: new AuthorizedDeploymentService({
      ...{ ...options, judging },
      bindings: options.configuration.discovery.reporters,
    }),
    status: new AuthorizedStatusService({ ...options, engine }),
  });
  options.httpRouter.use(router);
}
