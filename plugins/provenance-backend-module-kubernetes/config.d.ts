export interface Config {
  provenance?: {
    /** Where the clusters of the portal's Kubernetes backend count as. Read by the Kubernetes module alone. */
    kubernetes?: {
      clusters?: Array<{
        /** As the Kubernetes backend calls it. */
        name: string;
        /** Of everything in the cluster that no namespace says otherwise about. Absent: undeclared. */
        environment?: string;
        cloud?: string;
        /** Absent: the name of the cluster. */
        location?: string;
        /** The first that fits counts. */
        namespaces?: Array<{
          /** A name, or a pattern over names: `prod-*`. */
          name: string;
          environment: string;
        }>;
      }>;
    };
  };
}
