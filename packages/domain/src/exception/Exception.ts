import type { Digest } from '../records/digest';
import type { ArtifactKind } from '../records/usage';

/**
 * What an exception is for. All that is named has to fit, and what a usage does not say fits nothing: nobody widens an
 * exception by leaving something out.
 *
 * @public
 */
export interface ExceptionTarget {
  /** Exactly this repository or file address; no pattern, because what is let through is named. */
  repository: string;
  /** Exactly these bytes. Absent: whatever the usage runs. */
  digest?: Digest;
  /** Full catalog reference in lower case. Absent: whoever runs it. */
  entityRef?: string;
  kind?: ArtifactKind;
  /** Names of environments. Absent: in every one, also in one that nobody declared. */
  environments?: string[];
}

/**
 * Leave to run something for a while although a rule is not met (break-glass). It changes decisions and never a verdict
 * (S4.6): what is untrusted stays untrusted, and is let through.
 *
 * @public
 */
export interface Exception {
  /** Names it wherever it was used. */
  id: string;
  about: ExceptionTarget;
  /** Names of the rules that it softens. Absent: every rule. */
  rules?: string[];
  /** The strictest decision that is left: `warn` blocks nothing and goes on warning, `allow` is silent. */
  leaves: 'allow' | 'warn';
  /** Holds from this instant on. ISO 8601, UTC. */
  from: string;
  /** Holds no more from this instant on. There is none without an end. ISO 8601, UTC. */
  until: string;
  /** Why, for whoever finds it later. */
  reason: string;
}
