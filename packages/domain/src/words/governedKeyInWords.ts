import { readPublicKey, type GovernedKey } from '../registry/governedKey';
import { visibleText } from '../text';
import { instantInWords } from './instantInWords';

/**
 * A governed key in words. Everything is safe to show.
 *
 * @public
 */
export interface GovernedKeyInWords {
  /** "Key “release-key” (ECDSA on P-256) may be named by rules, from 2026-11-03 00:00 UTC on." */
  sentence: string;
  /** What is compared: the fingerprint of the key. */
  exact: string;
  /** Why, in the words of whoever wrote it. */
  because?: string;
}

/**
 * Says which key a version lets into force.
 *
 * @public
 */
export function governedKeyInWords({
  name,
  publicKey,
  validFrom,
  validUntil,
  log,
  reason,
}: GovernedKey): GovernedKeyInWords {
  const key = readPublicKey(publicKey);
  const window = [
    ...(validFrom === undefined
      ? []
      : [`from ${instantInWords(validFrom)} on`]),
    ...(validUntil === undefined
      ? []
      : [`for what is proven to be older than ${instantInWords(validUntil)}`]),
  ];
  const times =
    log === undefined ? '' : ` Its times are proven by “${visibleText(log)}”.`;
  const what = key?.algorithm ?? 'which nobody can read';
  return {
    sentence: `${[
      `Key “${visibleText(name)}” (${what}) may be named by rules`,
      ...window,
    ].join(', ')}.${times}`,
    exact: key?.fingerprint ?? visibleText(publicKey),
    ...(reason !== undefined && { because: visibleText(reason, 2_000) }),
  };
}
