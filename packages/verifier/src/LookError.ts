import type { Cause, CauseCode, CauseOrigin } from '@countersign/domain';
import type { LimitName } from './limits';

/**
 * Could not look, or could not finish looking (S5.1, S5.2).
 *
 * @public
 */
export class LookError extends Error {
  /** @internal */
  readonly name = 'LookError';
  /** Code, origin and a line for an operator. */
  readonly problem: Cause;

  constructor(problem: Cause, options?: ErrorOptions) {
    super(problem.message, options);
    this.problem = problem;
  }
}

/** A limit was crossed: by bytes of a stranger, so the origin is always `material`. */
export class LimitError extends LookError {
  readonly limit: LimitName;

  constructor(limit: LimitName, message: string) {
    super({ code: 'limit-exceeded', origin: 'material', message });
    this.limit = limit;
  }
}

export function lookError(
  code: CauseCode,
  origin: CauseOrigin,
  message: string,
  cause?: unknown,
): LookError {
  return new LookError(
    { code, origin, message },
    cause === undefined ? undefined : { cause },
  );
}
