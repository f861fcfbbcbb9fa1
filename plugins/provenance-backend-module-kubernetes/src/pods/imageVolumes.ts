import { imageReference } from './imageReference';
import type { StartedContainer } from './startedContainers';
import { objectOf, objectsOf, textOf, type Wire } from './wire';

/** References of the images that a pod mounts as volumes. The caller makes sure that a container of it started. */
export function imageVolumes(pod: Wire, started: StartedContainer[]): string[] {
  const mounts = started.flatMap(({ status }) =>
    objectsOf(status.volumeMounts),
  );
  return objectsOf(objectOf(pod.spec).volumes).flatMap(volume => {
    const specified = textOf(objectOf(volume.image).reference);
    if (specified === undefined) return [];
    const reported = mounts
      .filter(({ name }) => name === volume.name)
      .map(({ volumeStatus }) => objectOf(objectOf(volumeStatus).image))
      .map(({ imageRef }) => textOf(imageRef))
      .find(imageRef => imageRef !== undefined);
    return [imageReference(specified, reported)];
  });
}
