import type { CauseCode } from '../explanation/codes';

/**
 * Whose doing a "could not tell" is (S5.1, S5.2).
 *
 * - `infrastructure`: a network, a server, a credential, a database. Only this origin may use an older collection.
 * - `material`: anything that bytes of a stranger caused.
 * - `configuration`: a host that is not allowed, a reference that leads nowhere, an annotation that cannot be read.
 *
 * @public
 */
export type CauseOrigin = 'infrastructure' | 'material' | 'configuration';

/**
 * Why one look could not be finished.
 *
 * @public
 */
export interface Cause {
  code: CauseCode;
  origin: CauseOrigin;
  /** One line for an operator. May quote a stranger: escape it on display. */
  message: string;
}
