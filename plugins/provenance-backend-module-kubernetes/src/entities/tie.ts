import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';

/** How an entity is tied to the pods that run it. */
export interface Tie {
  entityRef: string;
  /** Value of the label `backstage.io/kubernetes-id`; absent where a selector says it. */
  id?: string;
  selector?: string;
  namespace?: string;
}

/** An entity whose annotations no pod can fit. */
export interface Untied {
  entityRef: string;
  problem: string;
}

export const kubernetesId = 'backstage.io/kubernetes-id';
const labelSelector = 'backstage.io/kubernetes-label-selector';
const inNamespace = 'backstage.io/kubernetes-namespace';

const labelForm = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const namespaceForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const longestSelector = 2_000;

/**
 * Reads the annotations of the portal's Kubernetes tab; a selector goes before an id, as it does there.
 *
 * @returns nothing where the entity has none of them, and a problem where no pod can have what they ask for: an id goes
 * into a question about several entities, and must not be able to change it
 */
export function tieOf(entity: Entity): Tie | Untied | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const [id, selector] = [
    annotations[kubernetesId],
    annotations[labelSelector],
  ];
  const namespace = annotations[inNamespace] || undefined;
  if (!id && !selector) return undefined;
  const entityRef = stringifyEntityRef(entity);
  if (namespace !== undefined && !namespaceForm.test(namespace))
    return { entityRef, problem: `${inNamespace} is no name of a namespace` };
  if (selector) {
    return selector.length > longestSelector
      ? { entityRef, problem: `${labelSelector} is too long` }
      : { entityRef, selector, namespace };
  }
  return labelForm.test(id)
    ? { entityRef, id, namespace }
    : { entityRef, problem: `${kubernetesId} is no value of a label` };
}
