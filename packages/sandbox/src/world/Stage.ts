import type { FileServer } from '../files';
import { generateKeyPair, SigstoreInstance, type KeyPair } from '../minter';
import type { Registry } from '../registry';

/**
 * The instances and keys that sign in the sandbox.
 *
 * @public
 */
export interface TrustMaterial {
  sigstores: {
    /** Configured, and the one that the rules name. */
    acme: SigstoreInstance;
    /** Configured; no rule names it. */
    partner: SigstoreInstance;
    /** Not configured at all. */
    stranger: SigstoreInstance;
  };
  keys: {
    /** Configured, and listed by a rule. */
    platform: KeyPair;
    /** Not configured at all. */
    retired: KeyPair;
  };
}

/**
 * Where content is put while the world is made.
 *
 * @public
 */
export interface Stage extends TrustMaterial {
  clock: { now(): Date };
  registry: Registry;
  files: FileServer;
}

export function mintTrustMaterial(clock: { now(): Date }): TrustMaterial {
  return {
    sigstores: {
      acme: SigstoreInstance.create({ name: 'acme-sigstore', clock }),
      partner: SigstoreInstance.create({ name: 'partner-sigstore', clock }),
      stranger: SigstoreInstance.create({ name: 'unheard-of-sigstore', clock }),
    },
    keys: { platform: generateKeyPair(), retired: generateKeyPair() },
  };
}
