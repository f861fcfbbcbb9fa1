import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import type { Instrumentation } from './instrumentation';

/** Says in the log where the numbers are, and ends what serves them with the backend. */
export const sayInstrumentation = (started: Promise<Instrumentation>) =>
  createBackendFeatureLoader({
    deps: {
      logger: coreServices.rootLogger,
      lifecycle: coreServices.rootLifecycle,
    },
    async *loader({ logger, lifecycle }) {
      const instrumentation = await started;
      lifecycle.addShutdownHook(() => instrumentation.stop());
      if ('address' in instrumentation)
        logger.info(`metrics are served at ${instrumentation.address}`);
      else logger.warn(`metrics are not served: ${instrumentation.problem}`);
    },
  });
