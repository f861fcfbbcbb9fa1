import {
  reasonCodes,
  verdicts,
  type ReasonCode,
  type Verdict,
} from '@countersign/domain';
import { parse } from 'yaml';

/**
 * Says what an entity's artifacts are expected to come to, once every act was played.
 *
 * @public
 */
export const EXPECTED_ANNOTATION = 'sandbox.countersign.dev/expected';

/**
 * One expectation: verdict, leading code, and what else must be there.
 *
 * @public
 */
export interface Expectation {
  verdict: Verdict;
  /** Absent where only the verdict is expected. */
  code?: ReasonCode;
  /** Further words: codes of findings, and `stale`. */
  also: string[];
}

/** @public */
export class ExpectationError extends Error {
  readonly name = 'ExpectationError';
}

/**
 * Reads the annotation: `<verdict> [<code> [<finding or "stale">...]]` for every artifact of the entity alike, or a
 * YAML list of such lines, one for each artifact in the order of `countersign.dev/artifacts`. Words may be separated
 * by blanks, commas, colons or slashes.
 *
 * @returns one expectation for all artifacts, or a list with one for each.
 * @throws {@link ExpectationError}
 * @public
 */
export function parseExpectation(text: string): Expectation | Expectation[] {
  const value: unknown = parse(text);
  return Array.isArray(value) ? value.map(parseLine) : parseLine(value);
}

function parseLine(line: unknown): Expectation {
  if (typeof line !== 'string')
    throw new ExpectationError('an expectation is "<verdict> <code>"');
  const [verdict, code, ...also] = line.split(/[\s,:/]+/).filter(Boolean);
  if (!isOneOf(verdicts, verdict))
    throw new ExpectationError(`"${verdict}" is not a verdict`);
  if (code === undefined) return { verdict, also };
  if (!isOneOf(reasonCodes, code))
    throw new ExpectationError(`"${code}" is not a reason code`);
  return { verdict, code, also };
}

function isOneOf<T extends string>(
  list: readonly T[],
  text: string | undefined,
): text is T {
  return list.some(item => item === text);
}
