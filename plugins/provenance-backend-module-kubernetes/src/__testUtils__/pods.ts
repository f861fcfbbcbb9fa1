import { kubernetesId } from '../entities';
import type { FakePod } from './FakeCluster';

export const digest = (character: string) => `sha256:${character.repeat(64)}`;

export const running = { running: { startedAt: '2026-11-20T10:00:00Z' } };

export const ended = {
  terminated: {
    exitCode: 0,
    reason: 'Completed',
    startedAt: '2026-11-20T09:59:00Z',
    finishedAt: '2026-11-20T09:59:30Z',
  },
};

/** Status of a container, as containerd's kubelets report it. */
export function statusOf(name: string, image: string, imageID: string) {
  return {
    ...{ name, image, imageID, state: running, lastState: {} },
    ...{ ready: true, started: true, restartCount: 0 },
    containerID: `containerd://${'0'.repeat(64)}`,
  };
}

/** A pod with one container that runs, tied by its id. */
export function podOf(
  id: string,
  image: string,
  imageID: string,
  changes: { name?: string; namespace?: string } = {},
): FakePod {
  return {
    metadata: {
      name: changes.name ?? `${id}-7d4b9c-x2x1z`,
      namespace: changes.namespace ?? 'default',
      labels: { [kubernetesId]: id, app: id },
    },
    spec: { containers: [{ name: 'main', image }], nodeName: 'node-1' },
    status: {
      phase: 'Running',
      containerStatuses: [statusOf('main', image, imageID)],
    },
  };
}
