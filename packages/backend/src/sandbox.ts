import { createPortal } from './portal';
import { sandboxDatabases } from './sandboxDatabases';

/**
 * The portal with the sandbox: its people, its roles, its trust root and its catalog. Nothing that the production
 * entry reaches imports this file, so that the production build does not contain it.
 *
 * @throws Error where the process runs in production mode (S12.4)
 */
export function createSandboxPortal() {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The sandbox does not run with NODE_ENV=production: anybody can be its people. Start the production entry instead.',
    );
  }
  const backend = createPortal();
  backend.add(sandboxDatabases);
  backend.add(import('@countersign/sandbox'));
  return backend;
}
