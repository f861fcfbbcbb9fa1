import type { FindingCode } from '@countersign/domain';
import type { Signed, StandingFinding } from '../store';
import { clockSkew } from './findings/clockSkew';
import { digestGone } from './findings/digestGone';
import { newSigner } from './findings/newSigner';
import type { Situation } from './findings/Situation';
import { tagMoved } from './findings/tagMoved';
import { unacceptedSigners } from './findings/unacceptedSigners';
import { vanished } from './findings/vanished';

export interface FoundFindings {
  standing: StandingFinding[];
  /** Codes about which this look says everything, so that the others of the kind can be closed. */
  decided: FindingCode[];
  /** What is remembered for the next look. */
  signed: Signed;
}

/** What happened between the looks before and this one. */
export function findingsOf(situation: Situation): FoundFindings {
  const { signed, ...signer } = newSigner(situation);
  const rulings = [
    tagMoved(situation),
    vanished(situation),
    digestGone(situation),
    signer,
    unacceptedSigners(situation),
    clockSkew(situation),
  ];
  return {
    standing: rulings.flatMap(({ standing }) => standing),
    decided: rulings.flatMap(({ decided }) => decided),
    signed,
  };
}
