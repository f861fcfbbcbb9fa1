import { createBackend } from '@backstage/backend-defaults';
import { refuseSandbox } from './refuseSandbox';

/** Everything that production and sandbox have in common: who may do what, and who signs in, is not part of it. */
export function createPortal() {
  const backend = createBackend();
  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(import('@backstage/plugin-user-settings-backend'));
  backend.add(import('@countersign/backstage-plugin-provenance-backend'));
  backend.add(refuseSandbox);
  return backend;
}
