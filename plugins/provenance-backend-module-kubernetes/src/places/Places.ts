import type { ClusterPlace } from './readPlaces';

/** Where something runs, in the words of usages. */
export interface Place {
  environment?: string;
  cloud?: string;
  location: string;
}

/** Knows which place a namespace of a cluster is. */
export class Places {
  private readonly byCluster: ReadonlyMap<string, ClusterPlace>;

  constructor(clusters: ClusterPlace[]) {
    this.byCluster = new Map(clusters.map(one => [one.name, one]));
  }

  /** The clusters that somebody expects to be asked. */
  get clusters(): string[] {
    return [...this.byCluster.keys()];
  }

  /** Of a cluster that nobody spoke of the environment stays open: then the rules of all of them hold (S3.1). */
  placeOf(cluster: string, namespace: string): Place {
    const known = this.byCluster.get(cluster);
    const closer = known?.namespaces.find(({ pattern }) =>
      pattern.matches(namespace),
    );
    return {
      environment: closer?.environment ?? known?.environment,
      cloud: known?.cloud,
      location: known?.location ?? cluster,
    };
  }
}
