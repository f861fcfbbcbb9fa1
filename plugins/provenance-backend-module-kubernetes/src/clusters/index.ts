export * from './ClusterError';
export * from './KubernetesBackend';
export * from './readClusters';
export * from './withoutUser';
