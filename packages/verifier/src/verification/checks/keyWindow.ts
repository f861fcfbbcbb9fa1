import { EvidenceFailure } from '../../EvidenceFailure';
import type { KeyAuthority } from '../../trust';

/**
 * The end of a window needs a proven time (S7.2): without one it fails closed even while the window is open, because
 * the same evidence must not depend on the day on which it is made. A start cannot be proven by any timestamp (old
 * signatures can be stamped later); it refuses what is proven to be older, and keeps a key out before its day.
 *
 * @param times - proven times, ascending; the earliest is when the signature existed (S7.1)
 */
export function checkKeyWindow(
  { notBefore, notAfter }: Pick<KeyAuthority, 'notBefore' | 'notAfter'>,
  [earliest]: Date[],
  now: Date,
) {
  if (notBefore && now < notBefore) throw notValid('the key is not valid yet');
  if (notBefore && earliest && earliest < notBefore)
    throw notValid('the signature is older than the key is valid');
  if (notAfter && earliest && earliest > notAfter)
    throw notValid(
      'nothing proves that the signature is older than the end of the key',
    );
  if (notAfter && !earliest)
    throw new EvidenceFailure(
      'validity',
      'time-unproven',
      'the key has an end of validity and nothing proves that the signature is older',
    );
}

function notValid(message: string) {
  return new EvidenceFailure(
    'validity',
    'certificate-not-valid-at-signing',
    message,
  );
}
