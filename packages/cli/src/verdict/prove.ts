import type { Evidence } from '@countersign/domain';
import {
  verifyMaterial,
  withMemo,
  type Authority,
} from '@countersign/verifier';
import type { Look } from '../look/Look';

/** Everything that was found, under each authority by itself (S1.5). */
export function prove(
  look: Look,
  authorities: Authority[],
  now: Date,
): Evidence[] {
  return [...proveEach(look, authorities, now)].flat();
}

/** One material after the other, for who may have heard enough before the last one. */
export function* proveEach(
  look: Look,
  authorities: Authority[],
  now: Date,
): Generator<Evidence[]> {
  const known = authorities.map(withMemo);
  for (const { subject, material } of look.materials)
    yield known.map(authority =>
      verifyMaterial(material, {
        subject,
        authority,
        now,
        ...(look.bytes && { artifact: look.bytes }),
      }),
    );
}
