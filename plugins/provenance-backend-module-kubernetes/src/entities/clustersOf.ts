import type { Entity } from '@backstage/catalog-model';

const pinned = 'backstage.io/kubernetes-cluster';

/**
 * Names of the clusters in which an entity may run, as the Kubernetes backend finds them.
 *
 * @param method - `kubernetes.serviceLocatorMethod.type`; where it is none of those that Backstage has, every cluster is
 * asked: an entity must not be able to take itself out
 */
export function clustersOf(
  entity: Entity,
  clusters: readonly string[],
  method: string | undefined,
): string[] {
  if (method === 'catalogRelation')
    return clusters.filter(name => dependsOn(entity, name));
  const only = entity.metadata.annotations?.[pinned];
  return method === 'singleTenant' && only ? [only] : [...clusters];
}

function dependsOn(entity: Entity, cluster: string): boolean {
  const namespace = entity.metadata.namespace ?? 'default';
  const ref = `resource:${namespace}/${cluster}`;
  return (entity.relations ?? []).some(
    ({ type, targetRef }) =>
      type === 'dependsOn' &&
      targetRef.toLocaleLowerCase('en-US') === ref.toLocaleLowerCase('en-US'),
  );
}
