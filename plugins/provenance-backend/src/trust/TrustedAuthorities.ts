import type { AuthorityState } from '@countersign/domain';
import type { Authority } from '@countersign/verifier';

/** What is trusted in this process: for the verifier its content, for the judge its state. */
export interface TrustedAuthorities {
  loaded: Authority[];
  /** Every configured authority, those that could not be loaded included (S5.3). */
  states: AuthorityState[];
}
