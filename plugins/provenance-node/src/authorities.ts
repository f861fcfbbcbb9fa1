import { createExtensionPoint } from '@backstage/backend-plugin-api';

/**
 * A piece of trust that a module brings, in the shapes that configuration has (S1.4).
 *
 * @public
 */
export type AuthorityDefinition =
  | {
      name: string;
      /** A Sigstore `trusted_root.json`, parsed. */
      trustedRoot: object;
    }
  | {
      name: string;
      /** A public key in PEM. */
      key: string;
      /** ISO 8601. */
      notBefore?: string;
      notAfter?: string;
    };

/**
 * Lets a module add authorities that configuration cannot name, because they exist only once the process runs.
 *
 * @public
 */
export interface AuthoritiesExtensionPoint {
  /**
   * A name that configuration has too is refused when the plugin starts: that fails the module, and configuration's
   * authority stays.
   *
   * @throws Error where another module took the name, or the content cannot be used.
   */
  addAuthority(definition: AuthorityDefinition): void;
}

/** @public */
export const authoritiesExtensionPoint =
  createExtensionPoint<AuthoritiesExtensionPoint>({
    id: 'provenance.authorities',
  });
