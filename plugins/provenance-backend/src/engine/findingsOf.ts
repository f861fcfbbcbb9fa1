import {
  provesAbsence,
  type Collection,
  type Digest,
  type FindingCode,
} from '@countersign/domain';
import type { CurrentUsage, StandingFinding } from '../store';
import type { Look } from './lookAt';

export interface FoundFindings {
  standing: StandingFinding[];
  /** Codes about which this look says everything, so that the others of the kind can be closed. */
  decided: FindingCode[];
}

/**
 * What happened between the looks before and this one.
 *
 * @param acceptedBefore - materials over the digest that was found now
 */
export function findingsOf(
  current: CurrentUsage,
  look: Look,
  acceptedBefore: Digest[],
): FoundFindings {
  const vanished = vanishedOf(look, acceptedBefore);
  return {
    standing: [...tagMoved(current, look), ...(vanished ?? [])],
    decided: vanished ? ['signature-vanished'] : [],
  };
}

/** The same reference led elsewhere before: whoever can push a tag can do that without any change here. */
function tagMoved({ usage }: CurrentUsage, look: Look): StandingFinding[] {
  const { digest, reference } = usage;
  if (!digest || !look.digest || digest === look.digest) return [];
  return [
    { code: 'tag-moved', about: reference, old: digest, new: look.digest },
  ];
}

/** S5.4: absence is claimed only from a look that saw everything; any other look leaves open findings as they are. */
function vanishedOf(
  { collection }: Look,
  acceptedBefore: Digest[],
): StandingFinding[] | undefined {
  if (!collection || !provesAbsence(collection)) return undefined;
  return acceptedBefore
    .filter(material => !serves(collection, material))
    .map(material => ({
      code: 'signature-vanished',
      about: material,
      old: material,
    }));
}

function serves(collection: Collection, material: Digest): boolean {
  return collection.material.some(entry => entry.digest === material);
}
