import type { Verdict } from '@countersign/domain';

/**
 * How a command ends, and the code that a shell sees. The zero stands here and nowhere else.
 *
 * `ok` of `verify` means trusted; of every other command, that it did what it is for.
 *
 * @public
 */
export const exitCodes = {
  ok: 0,
  untrusted: 1,
  unsigned: 2,
  inconclusive: 3,
  usage: 64,
  internal: 70,
} as const;

/**
 * How a command ended.
 *
 * @public
 */
export type Ending = keyof typeof exitCodes;

/** The one way from a verdict to an ending. */
export function endingOf(verdict: Verdict): Ending {
  return verdict === 'trusted' ? 'ok' : verdict;
}
