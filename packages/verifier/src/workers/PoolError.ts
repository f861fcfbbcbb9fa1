/**
 * Why a pool gave no evidence. None of it is about the material: the caller could not tell (S5.1).
 *
 * - `closed`: the pool was closed before the answer came
 * - `queue-full`: more work waits than the pool holds
 * - `not-started`: no worker could be started
 * - `worker-failed`: a worker broke its contract: another version of this package, or an authority that it read otherwise
 *
 * @public
 */
export type PoolErrorCode =
  | 'closed'
  | 'queue-full'
  | 'not-started'
  | 'worker-failed';

/**
 * A pool could not do its work. What a material did to its worker is evidence, never this error.
 *
 * @public
 */
export class PoolError extends Error {
  /** @internal */
  readonly name = 'PoolError';

  constructor(
    /** Why. */
    readonly code: PoolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
