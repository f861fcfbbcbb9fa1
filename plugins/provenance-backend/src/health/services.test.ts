import { createSpecializedBackend } from '@backstage/backend-app-api';
import {
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  noMetrics,
  noTracing,
  optionalMetrics,
  optionalTracing,
  type Metrics,
  type Tracing,
} from './services';

/** What a plugin gets in a backend that has these services beside the ones that every backend needs. */
async function servicesIn(
  factories: ReturnType<typeof createServiceFactory>[],
): Promise<{ metrics: Metrics; tracing: Tracing }> {
  const backend = createSpecializedBackend({
    defaultServiceFactories: [
      mockServices.rootLifecycle.factory(),
      mockServices.lifecycle.factory(),
      mockServices.rootLogger.factory(),
      mockServices.logger.factory(),
      mockServices.rootConfig.factory(),
      ...factories,
    ],
  });
  return new Promise((resolve, reject) => {
    backend.add(
      createBackendPlugin({
        pluginId: 'test',
        register: env =>
          env.registerInit({
            deps: { metrics: optionalMetrics, tracing: optionalTracing },
            init: async services => resolve(services),
          }),
      }),
    );
    backend.start().catch(reject);
  });
}

describe('optional services', () => {
  it('are silent where the backend has none, and nothing fails', async () => {
    const { metrics, tracing } = await servicesIn([]);
    expect(metrics).toBe(noMetrics);
    expect(tracing).toBe(noTracing);
    metrics.createCounter('a').add(1);
    metrics.createHistogram('b').record(1);
    metrics.createObservableGauge('c').addCallback(() => undefined);
    expect(await tracing.startActiveSpan('d', async () => 1)).toBe(1);
    expect(await tracing.startActiveSpan('d', {}, async () => 2)).toBe(2);
  });

  it('are those of the backend where it has them', async () => {
    const mock = metricsServiceMock.mock();
    const factory = createServiceFactory({
      service: metricsServiceRef,
      deps: {},
      factory: () => mock,
    });
    expect((await servicesIn([factory])).metrics).toBe(mock);
  });
});
