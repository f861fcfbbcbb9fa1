import { provesAbsence, type Digest, type Evidence } from '@countersign/domain';
import {
  evidenceOver,
  materialsIn,
  undecided,
  type Ruling,
  type Situation,
} from './Situation';
import { standingIn } from './signers';

/**
 * What an accepted signer had signed over this digest is served no more: what was accepted once, and also what spoke
 * against it, because a critical scan is taken away so that an older one counts (S4.2).
 *
 * Opened and closed only by a look that saw everything and read the subject itself (S5.4). What a distrusted signer had
 * signed may go, and so may an attestation in whose place a newer one of its kind is.
 */
export function vanished(situation: Situation): Ruling {
  const { collection } = situation.look;
  if (!collection || !provesAbsence(collection)) return undecided;
  const served = new Set(materialsIn(collection));
  const standing = candidates(situation)
    .filter(material => !served.has(material))
    .map(material => ({
      code: codeOf(evidenceOver(situation, [material])),
      about: material,
      old: material,
    }));
  return { standing, decided: ['signature-vanished', 'attestation-vanished'] };
}

/** All that accepted signers had said by earlier looks at this usage, as far as it may not go. */
function candidates(situation: Situation): Digest[] {
  const { acceptedBefore, watched } = situation;
  const said = new Set([...acceptedBefore, ...watched.statements]);
  return [...said].filter(material => !mayGo(material, situation));
}

function codeOf(
  evidence: Evidence[],
): 'signature-vanished' | 'attestation-vanished' {
  const role = evidence.find(({ outcome }) => outcome.status === 'proven')
    ?.statement?.role;
  return role === undefined || role === 'signature'
    ? 'signature-vanished'
    : 'attestation-vanished';
}

function mayGo(material: Digest, situation: Situation): boolean {
  return evidenceOver(situation, [material]).some(
    one =>
      standingIn(situation, one) === 'distrusted' ||
      isReplaced(material, one, situation),
  );
}

/** By a statement of the same kind, of an accepted signer, that is proven to be no older. */
function isReplaced(
  material: Digest,
  old: Evidence,
  situation: Situation,
): boolean {
  const kind = kindOf(old);
  const at = timeOf(old);
  if (kind === undefined || at === undefined) return false;
  const served = materialsIn(situation.look.collection);
  return evidenceOver(situation, served).some(
    one =>
      one.material !== material &&
      kindOf(one) === kind &&
      (timeOf(one) ?? -Infinity) >= at &&
      standingIn(situation, one) === 'accepted',
  );
}

function kindOf({ statement }: Evidence): string | undefined {
  return statement === undefined || statement.role === 'signature'
    ? undefined
    : `${statement.role} ${statement.predicateType}`;
}

/** S7.1: the earliest of the proven times. */
function timeOf({ outcome }: Evidence): number | undefined {
  if (outcome.status !== 'proven' || outcome.provenTimes.length === 0)
    return undefined;
  return Math.min(...outcome.provenTimes.map(time => Date.parse(time)));
}
