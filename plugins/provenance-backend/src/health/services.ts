import {
  createServiceFactory,
  createServiceRef,
  type ServiceRef,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceRef,
  tracingServiceRef,
  type MetricsService,
  type TracingService,
} from '@backstage/backend-plugin-api/alpha';

/* The only file that knows Backstage's metrics and tracing, which are alpha. */

/** What is used of Backstage's metrics. */
export type Metrics = Pick<
  MetricsService,
  'createCounter' | 'createHistogram' | 'createObservableGauge'
>;

/** What is used of Backstage's tracing. */
export type Tracing = Pick<TracingService, 'startActiveSpan'>;

const silentSpan = {
  setAttribute: () => undefined,
  setStatus: () => undefined,
};

/** Listens to nothing. */
export const noMetrics: Metrics = {
  createCounter: () => ({ add: () => undefined }),
  createHistogram: () => ({ record: () => undefined }),
  createObservableGauge: () => ({
    addCallback: () => undefined,
    removeCallback: () => undefined,
  }),
};

/** Does the work and nothing else. */
export const noTracing: Tracing = {
  async startActiveSpan<T>(...args: unknown[]): Promise<T> {
    const work = args[args.length - 1] as (span: object) => T | Promise<T>;
    return work(silentSpan);
  },
};

/**
 * Backstage's metrics where the backend has them. A service is found by its id; the one below takes its place where
 * there is none, so that nothing fails (an unknown service without a default would keep the plugin from starting).
 */
export const optionalMetrics: ServiceRef<Metrics, 'plugin', 'singleton'> =
  createServiceRef<Metrics>({
    id: metricsServiceRef.id,
    defaultFactory: async service =>
      createServiceFactory({ service, deps: {}, factory: () => noMetrics }),
  });

/** Backstage's tracing where the backend has it. */
export const optionalTracing: ServiceRef<Tracing, 'plugin', 'singleton'> =
  createServiceRef<Tracing>({
    id: tracingServiceRef.id,
    defaultFactory: async service =>
      createServiceFactory({ service, deps: {}, factory: () => noTracing }),
  });
