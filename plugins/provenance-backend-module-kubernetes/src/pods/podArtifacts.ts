import type { LocatedArtifact } from '@countersign/backstage-plugin-provenance-node';
import { imageReference } from './imageReference';
import { imageVolumes } from './imageVolumes';
import { startedContainers } from './startedContainers';
import type { Wire } from './wire';

/** More than a node starts; etcd would hold many more. */
const mostContainers = 500;

/** What a pod runs or mounts; where is known from elsewhere. */
export type PodArtifact = Pick<LocatedArtifact, 'reference' | 'kind'>;

export interface PodArtifacts {
  /** Each once. */
  artifacts: PodArtifact[];
  /** There were more containers or volumes than are looked at. */
  isCut: boolean;
}

/**
 * Everything that a pod runs or mounts as an image. What a container runs is an image, whatever its bytes are said to be;
 * a volume may hold any artifact, and nobody says which.
 */
export function podArtifacts(pod: Wire): PodArtifacts {
  const all = startedContainers(pod);
  const started = all.slice(0, mostContainers);
  const volumes = started.length > 0 ? imageVolumes(pod, started) : [];
  const run = started.map(one => imageReference(one.specified, one.reported));
  const mounted = volumes.slice(0, mostContainers);
  const isRun = new Set(run);
  return {
    artifacts: [...new Set([...run, ...mounted])].map(reference =>
      isRun.has(reference)
        ? { reference, kind: 'container-image' }
        : { reference },
    ),
    isCut: all.length > mostContainers || volumes.length > mostContainers,
  };
}
