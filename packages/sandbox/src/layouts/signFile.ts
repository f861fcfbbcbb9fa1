import type { FileServer } from '../files';
import {
  toBundle,
  type SignedMaterial,
  type SigningInstance,
  type SigningOptions,
} from '../minter';
import { digestOf } from '../registry';
import { statement } from './statement';

/** @public */
export interface SignFileOptions extends SigningOptions {
  server: FileServer;
  /** Path of a file that the server has. */
  path: string;
  sigstore: SigningInstance;
  /** A statement about the file in the place of a signature over its bytes. */
  attestation?: { predicateType: string; predicate: object };
  alter?: (material: SignedMaterial) => SignedMaterial;
}

/**
 * Signs a file and puts the bundle beside it, as `<path>.sigstore.json`.
 *
 * @returns the bundle's address.
 * @throws Error where the server has no such file.
 * @public
 */
export function signFile(options: SignFileOptions): string {
  const { server, path, sigstore, attestation } = options;
  const bytes = server.files.get(path);
  if (!bytes) throw new Error(`the file server has no ${path}`);
  const signed = sigstore.sign(
    attestation
      ? {
          type: 'dsse',
          payload: Buffer.from(
            JSON.stringify(
              statement({
                subject: digestOf(bytes),
                name: path.slice(path.lastIndexOf('/') + 1),
                ...attestation,
              }),
            ),
          ),
        }
      : { type: 'message', bytes },
    options,
  );
  const bundle = toBundle(options.alter?.(signed) ?? signed);
  return server.put(
    `${path}.sigstore.json`,
    Buffer.from(JSON.stringify(bundle)),
  );
}
