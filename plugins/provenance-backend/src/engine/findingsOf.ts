import type { FindingCode } from '@countersign/domain';
import type { Signed, StandingFinding } from '../store';
import { clockSkew } from './findings/clockSkew';
import { digestGone } from './findings/digestGone';
import { identityChanged } from './findings/identityChanged';
import { newSigner } from './findings/newSigner';
import type { Situation } from './findings/Situation';
import { tagMoved } from './findings/tagMoved';
import { unacceptedSigners } from './findings/unacceptedSigners';
import { vanished } from './findings/vanished';

export interface FoundFindings {
  standing: StandingFinding[];
  /** Codes about which this look says everything and of which something is open, so that the others can be closed. */
  decided: FindingCode[];
  /** What is remembered for the next look. */
  signed: Signed;
}

/**
 * What happened between the looks before and this one. What is open was read under the ticket, which whoever opens or
 * closes findings of the usage replaces: where nothing is, there is nothing to close.
 */
export function findingsOf(situation: Situation): FoundFindings {
  const { signed, ...signer } = newSigner(situation);
  const rulings = [
    tagMoved(situation),
    vanished(situation),
    digestGone(situation),
    signer,
    unacceptedSigners(situation),
    clockSkew(situation),
    identityChanged(situation),
  ];
  const open = new Set(situation.watched.open.map(({ code }) => code));
  const decided = rulings.flatMap(ruling => ruling.decided);
  return {
    standing: rulings.flatMap(({ standing }) => standing),
    decided: decided.filter(code => open.has(code)),
    signed,
  };
}
