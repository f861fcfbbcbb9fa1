import type {
  AcceptanceRule,
  AuthorityState,
  DistrustEntry,
  GovernedKey,
  RepositoryBinding,
  ReviewedBuilder,
} from '@countersign/domain';
import type { Authority } from '@countersign/verifier';

/** Who may sign, and by what that is proven: all that a command line or a policy file says about it. */
export interface Policy {
  rules: AcceptanceRule[];
  /** Who and what counts for nothing, whatever the rules say. */
  distrust?: DistrustEntry[];
  /** Builders that were reviewed beside the shipped ones. */
  builders?: ReviewedBuilder[];
  /** Which repository is which entity's own. */
  bindings?: RepositoryBinding[];
  /** Keys of the list; they are among the authorities. */
  keys?: GovernedKey[];
  authorities: Authority[];
  /** Authorities that rules name and of which nothing is known here. */
  missing?: AuthorityState[];
}

export function stateOf(authority: Authority): AuthorityState {
  const { name, kind, digest } = authority;
  return {
    ...{ name, kind, digest, status: 'loaded' },
    ...(authority.kind === 'key' && { fingerprint: authority.fingerprint }),
  };
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
