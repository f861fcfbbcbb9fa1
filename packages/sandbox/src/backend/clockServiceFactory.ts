import { createServiceFactory } from '@backstage/backend-plugin-api';
import { clockServiceRef } from '@countersign/backstage-plugin-provenance-node';
import { sandboxServiceRef } from './sandboxService';

/**
 * Lets the provenance backend go by the sandbox's clock.
 *
 * @public
 */
export const sandboxClockServiceFactory = createServiceFactory({
  service: clockServiceRef,
  deps: { sandbox: sandboxServiceRef },
  factory: ({ sandbox }) => sandbox.clock,
});
