import { createBackend } from '@backstage/backend-defaults';
import { startInstrumentation } from './instrumentation';
import { kubernetes } from './kubernetes';
import { refuseSandbox } from './refuseSandbox';
import { sayInstrumentation } from './sayInstrumentation';

/** Everything that production and sandbox have in common: who may do what, and who signs in, is not part of it. */
export function createPortal() {
  // First: whatever asks for a meter before it is there measures nothing.
  const instrumentation = startInstrumentation();
  const backend = createBackend();
  backend.add(sayInstrumentation(instrumentation));
  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
  backend.add(import('@backstage/plugin-notifications-backend'));
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(import('@backstage/plugin-user-settings-backend'));
  backend.add(import('@countersign/backstage-plugin-provenance-backend'));
  backend.add(
    import(
      '@countersign/backstage-plugin-provenance-backend-module-notifications'
    ),
  );
  backend.add(kubernetes);
  backend.add(refuseSandbox);
  return backend;
}
