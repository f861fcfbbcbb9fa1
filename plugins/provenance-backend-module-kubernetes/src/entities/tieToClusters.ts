import type { Entity } from '@backstage/catalog-model';
import { withoutUser, type Cluster } from '../clusters';
import { clustersOf } from './clustersOf';
import { tieOf, type Tie } from './tie';

export interface TieOptions {
  /** Those that the Kubernetes backend knows. */
  clusters: Cluster[];
  /** Names that the configuration speaks of. */
  expected: readonly string[];
  method: string | undefined;
  /** Is told why there may be more of an entity than anybody can see. */
  miss(entityRef: string, why: string): void;
}

/** Which entities each cluster is asked about. */
export function tieToClusters(
  entities: Entity[],
  { clusters, expected, method, miss }: TieOptions,
): Map<Cluster, Tie[]> {
  const known = new Map(clusters.map(one => [one.name, one]));
  // A cluster that is gone from the list for an hour must not end what runs there.
  const names = [...new Set([...known.keys(), ...expected])];
  const tied = new Map<Cluster, Tie[]>();
  for (const entity of entities) {
    const tie = tieOf(entity);
    if (tie === undefined) continue;
    if ('problem' in tie) {
      miss(tie.entityRef, tie.problem);
      continue;
    }
    const wanted = clustersOf(entity, names, method);
    const found = wanted.flatMap(name => known.get(name) ?? []);
    for (const name of wanted.filter(one => !known.has(one)))
      miss(tie.entityRef, `the Kubernetes backend knows no cluster ${name}`);
    const asked = found.filter(withoutUser);
    if (found.length > 0 && asked.length === 0)
      miss(tie.entityRef, "its clusters are not asked without a user's token");
    for (const cluster of asked)
      tied.set(cluster, [...(tied.get(cluster) ?? []), tie]);
  }
  return tied;
}
