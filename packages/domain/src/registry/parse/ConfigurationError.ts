/**
 * Configuration that cannot be meant. Raised at start-up only, so that a mistake is read by whoever made it.
 *
 * @public
 */
export class ConfigurationError extends Error {
  readonly name = 'ConfigurationError';

  /**
   * @param path - where, as in `provenance.acceptance.initial[0].mode`
   * @param problem - what cannot be meant
   */
  constructor(readonly path: string, readonly problem: string) {
    super(`${path}: ${problem}`);
  }
}
