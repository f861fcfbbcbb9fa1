import type {
  AcceptanceRule,
  AuthorityState,
  ReviewedBuilder,
} from '@countersign/domain';
import type { Authority } from '@countersign/verifier';

/** Who may sign, and by what that is proven: all that a command line or a policy file says about it. */
export interface Policy {
  rules: AcceptanceRule[];
  /** Builders that were reviewed beside the shipped ones. */
  builders?: ReviewedBuilder[];
  authorities: Authority[];
}

export function stateOf({ name, kind, digest }: Authority): AuthorityState {
  return { name, kind, digest, status: 'loaded' };
}

/** The name of the one rule that a command line makes. */
export const commandLine = 'command line';

/** A rule about whatever is looked at. */
export function ruleFor(
  signer: AcceptanceRule['signers'][number],
): AcceptanceRule {
  return {
    name: commandLine,
    references: ['**'],
    mode: 'enforce',
    signers: [signer],
  };
}
