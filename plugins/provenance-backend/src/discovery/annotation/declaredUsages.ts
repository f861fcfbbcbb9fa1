import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { readArtifacts } from '@countersign/backstage-plugin-provenance-node';
import type { ClaimedUsage } from '../../store';
import { claimedUsage } from '../claims/claimedUsage';
import { invalid } from '../claims/invalid';
import { joined } from './joined';

/**
 * What the annotation of an entity declares. Whatever is wrong is a reason on a usage and never an error: an
 * annotation that cannot be read is one usage without a repository, an item that cannot is a usage of its own, and no
 * item takes its neighbours with it.
 */
export function declaredUsages(
  entityRef: string,
  annotation: string,
): ClaimedUsage[] {
  const reading = readArtifacts(annotation);
  if ('problem' in reading) {
    return [
      {
        identity: { entityRef, kind: 'container-image' },
        isKindAssumed: true,
        reference: ARTIFACTS_ANNOTATION,
        problem: invalid(`The annotation ${reading.problem}.`),
      },
    ];
  }
  return joined(
    reading.items.map((item, i) => ({
      line: item.line,
      usage: claimedUsage(entityRef, {
        ...{ value: item.value, problem: item.problem },
        ...{ position: i + 1, line: item.line },
      }),
    })),
  );
}
