import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@countersign/backstage-plugin-provenance-backend'));
backend.add(
  import('@countersign/backstage-plugin-catalog-backend-module-provenance'),
);
backend.add(
  import('@countersign/backstage-plugin-provenance-backend-module-kubernetes'),
);
backend.add(
  import(
    '@countersign/backstage-plugin-provenance-backend-module-notifications'
  ),
);

backend.start();
