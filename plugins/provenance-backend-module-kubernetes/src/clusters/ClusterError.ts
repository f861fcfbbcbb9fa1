/**
 * - `expired`: the list was continued later than the API server remembers (410)
 * - `refused`: 403; other questions may be allowed, in a namespace for instance
 * - `broken`: the cluster, its credential or the way to it; the next question would run into it too
 * - `limit`: more than is read
 * - `invalid`: any other answer that is none
 */
export type ClusterErrorCode =
  | 'expired'
  | 'refused'
  | 'broken'
  | 'limit'
  | 'invalid';

/** Why a cluster could not tell what runs in it. The message goes on after its name. */
export class ClusterError extends Error {
  readonly name = 'ClusterError';

  constructor(
    readonly code: ClusterErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
