import type { Cause } from '@countersign/domain';

/**
 * How a host that was asked during a look behaved, as the requests themselves went: the last one counts.
 *
 * @public
 */
export interface HostContact {
  /**
   * The registry or file host as the reference names it; its token service, or what it redirects to, as it is on the
   * wire.
   */
  host: string;
  /** Absent where it answered, whatever it answered but 429 and 5xx. */
  failure?: Cause;
}
