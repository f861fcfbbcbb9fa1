/**
 * The sandbox was asked for in production mode (S12.4).
 *
 * @public
 */
export class ProductionModeError extends Error {
  readonly name = 'ProductionModeError';
}

/**
 * Ends the start of a production backend: whoever can reach a sandbox can sign in as anybody, without a password.
 *
 * @throws {@link ProductionModeError}
 */
export function refuseProduction(): void {
  if (process.env.NODE_ENV === 'production')
    throw new ProductionModeError(
      'The sandbox never runs with NODE_ENV=production: remove @countersign/sandbox from the backend and app-config.sandbox.yaml from its configuration.',
    );
}
