import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';

/**
 * The real Kubernetes backend in a process of its own: it loads modules that Jest cannot load. Each message is a
 * configuration; the answer to it is the address of a backend that has it.
 */
let running: Awaited<ReturnType<typeof startTestBackend>> | undefined;

async function restart(data: JsonObject): Promise<string> {
  await running?.stop();
  running = await startTestBackend({
    features: [
      import('@backstage/plugin-kubernetes-backend'),
      catalogServiceMock.factory(),
      mockServices.rootConfig.factory({ data }),
    ],
  });
  return `http://localhost:${running.server.port()}/api/kubernetes`;
}

process.on('message', (data: JsonObject) => {
  restart(data).then(
    address => process.send?.({ address }),
    error => process.send?.({ problem: String(error?.stack ?? error) }),
  );
});

process.once('disconnect', () => process.exit(0));
