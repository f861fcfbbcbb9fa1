import type { Cause } from '../records/cause';
import type { Digest } from '../records/digest';
import type { ClaimStanding, UsageIdentity } from '../records/usage';

/**
 * One locator's word about what an entity runs or ships in one place.
 *
 * @public
 */
export interface Claim {
  /** Who says so, for instance `annotation`. */
  locator: string;
  standing: ClaimStanding;
  /** Where, as far as the locator can tell. */
  identity: UsageIdentity;
  /** It does not say what it is; the kind of the identity is what that is taken for. */
  isKindAssumed?: boolean;
  reference: string;
  /** Where the bundle of a file lies. */
  bundleUrl?: string;
  /** The mutable name in the reference. */
  tag?: string;
  /** The digest in the reference. */
  digest?: Digest;
  /** Why nobody can look at it. */
  problem?: Cause;
  /** When it came to run there, as a report says. ISO 8601, UTC. */
  at?: string;
}
