import { objectOf, objectsOf, textOf, isObject, type Wire } from './wire';

/** A container that runs or ran, in the words of its kubelet. */
export interface StartedContainer {
  /** As the specification of the pod names it. */
  specified: string;
  /** `imageID`. */
  reported?: string;
  status: Wire;
}

const groups = [
  ['initContainers', 'initContainerStatuses'],
  ['containers', 'containerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/**
 * The init, main and ephemeral containers of a pod that started. One that waits for its image runs nothing yet; one that
 * ended did run, and an attacker who ends at once must not go unseen.
 */
export function startedContainers(pod: Wire): StartedContainer[] {
  const [spec, status] = [objectOf(pod.spec), objectOf(pod.status)];
  return groups.flatMap(([containers, statuses]) => {
    const specified = new Map(
      objectsOf(spec[containers]).map(one => [one.name, textOf(one.image)]),
    );
    return objectsOf(status[statuses])
      .filter(hasStarted)
      .flatMap((one): StartedContainer[] => {
        const image = specified.get(one.name) ?? textOf(one.image);
        if (image === undefined) return [];
        const reported = textOf(one.imageID);
        return [{ specified: image, reported, status: one }];
      });
  });
}

function hasStarted({ state, lastState }: Wire): boolean {
  const { running, terminated } = objectOf(state);
  return (
    isObject(running) ||
    didRun(terminated) ||
    didRun(objectOf(lastState).terminated)
  );
}

/** A runtime that could not start a container reports an end whose beginning is the first second of 1970. */
function didRun(terminated: unknown): boolean {
  const startedAt = textOf(objectOf(terminated).startedAt);
  return startedAt !== undefined && Date.parse(startedAt) > 0;
}
