import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  ArtifactLocator,
  LocatedEntity,
} from '@countersign/backstage-plugin-provenance-node';
import {
  readClusters,
  withoutUser,
  type Cluster,
  type KubernetesBackend,
} from './clusters';
import { tieToClusters, type Tie } from './entities';
import { Findings } from './Findings';
import type { Places } from './places';
import { objectOf, podArtifacts, textOf, type Wire } from './pods';
import { askCluster, inParallel, questionsOf } from './questions';

/** Clusters that are asked at the same time. */
const clustersAtOnce = 8;

/** Less than the provenance backend waits: what the other clusters said must not be lost with a slow one. */
const budgetMs = 45_000;

export interface KubernetesLocatorOptions {
  backend: KubernetesBackend;
  places: Places;
  logger: LoggerService;
  /** `kubernetes.serviceLocatorMethod.type` */
  method?: string;
  budgetMs?: number;
}

/** Sees what runs in the clusters of the portal. */
export class KubernetesLocator implements ArtifactLocator {
  readonly name = 'kubernetes';
  readonly standing = 'observed';
  private unasked = '';

  constructor(private readonly options: KubernetesLocatorOptions) {}

  async locate(
    entities: Entity[],
    { signal }: { signal: AbortSignal },
  ): Promise<LocatedEntity[]> {
    const findings = new Findings(entities.map(one => stringifyEntityRef(one)));
    const budget = AbortSignal.timeout(this.options.budgetMs ?? budgetMs);
    const tied = await this.tie(entities, findings, signal);
    const either = AbortSignal.any([signal, budget]);
    await inParallel(tied, clustersAtOnce, async ([cluster, ties]) => {
      try {
        await this.ask(cluster, ties, findings, either);
      } catch (error) {
        signal.throwIfAborted();
        if (!budget.aborted) throw error;
        const why = `there was no time for the cluster ${cluster.name}`;
        for (const { entityRef } of ties) findings.miss(entityRef, why);
      }
    });
    return findings.answers();
  }

  private async tie(
    entities: Entity[],
    findings: Findings,
    signal: AbortSignal,
  ): Promise<[Cluster, Tie[]][]> {
    const { backend, places, method } = this.options;
    const clusters = await readClusters(backend, signal);
    this.sayUnasked(clusters.filter(one => !withoutUser(one)));
    const tied = tieToClusters(entities, {
      ...{ clusters, method, expected: places.clusters },
      miss: (entityRef, why) => findings.miss(entityRef, why),
    });
    return [...tied];
  }

  /** Once, and again when it changes: it is no failure, and the log is read by people. */
  private sayUnasked(clusters: Cluster[]): void {
    const names = clusters.map(({ name }) => name).join(', ');
    if (names !== '' && names !== this.unasked)
      this.options.logger.warn(
        `clusters that need a user's token are not asked what runs there: ${names}`,
      );
    this.unasked = names;
  }

  private async ask(
    cluster: Cluster,
    ties: Tie[],
    findings: Findings,
    signal: AbortSignal,
  ): Promise<void> {
    const { backend, places } = this.options;
    const take = (pod: Wire, entityRefs: readonly string[]) => {
      const { artifacts, isCut } = podArtifacts(pod);
      const namespace = textOf(objectOf(pod.metadata).namespace) ?? '';
      const place = places.placeOf(cluster.name, namespace);
      for (const entityRef of entityRefs) {
        for (const artifact of artifacts)
          findings.add(entityRef, artifact, place);
        if (isCut)
          findings.miss(entityRef, 'a pod has more containers than are read');
      }
    };
    const context = { backend, cluster, signal, take };
    const problems = await askCluster(questionsOf(ties), context);
    for (const [entityRef, problem] of problems)
      findings.miss(entityRef, `the cluster ${cluster.name} ${problem}`);
  }
}
