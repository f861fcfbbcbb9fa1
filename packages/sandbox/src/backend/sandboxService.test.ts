import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  authoritiesExtensionPoint,
  clockServiceRef,
  type AuthorityDefinition,
  type Clock,
} from '@countersign/backstage-plugin-provenance-node';
import {
  sandboxCatalogModule,
  sandboxClockServiceFactory,
  sandboxFeatures,
  sandboxProvenanceModule,
  sandboxServiceRef,
  type Sandbox,
  type SandboxEntityProvider,
} from '.';

let sandbox: Sandbox | undefined;
let clock: Clock | undefined;

const observer = createBackendPlugin({
  pluginId: 'observer',
  register(reg) {
    reg.registerInit({
      deps: {
        sandbox: sandboxServiceRef,
        clock: clockServiceRef,
        lifecycle: coreServices.lifecycle,
      },
      async init(deps) {
        sandbox = deps.sandbox;
        clock = deps.clock;
      },
    });
  },
});

const config = (data: object) =>
  mockServices.rootConfig.factory({ data: { sandbox: data } });
const onFreePorts = { enabled: true, registryPort: 0, filesPort: 0 };
const { NODE_ENV } = process.env;

beforeAll(() => {
  process.env.SANDBOX_CORPUS = '/nonexistent';
});

afterEach(() => {
  Object.assign(process.env, { NODE_ENV });
});

describe('the sandbox in a backend', () => {
  it('starts one world, hands out its entities and authorities, and ends it', async () => {
    const authorities: AuthorityDefinition[] = [];
    const providers: SandboxEntityProvider[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          authoritiesExtensionPoint,
          { addAuthority: definition => authorities.push(definition) },
        ],
        [
          catalogProcessingExtensionPoint,
          {
            addEntityProvider: (provider: SandboxEntityProvider) =>
              providers.push(provider),
          } as never,
        ],
      ],
      features: [
        observer,
        sandboxCatalogModule,
        sandboxClockServiceFactory,
        sandboxProvenanceModule,
        config(onFreePorts),
      ],
    });
    const url = `http://${sandbox!.world.registry.host}/v2/`;

    expect((await fetch(url)).status).toBe(200);
    expect(clock).toBe(sandbox!.clock);
    expect(authorities).toEqual(sandbox!.world.authorities);
    const applyMutation = jest.fn();
    await providers[0].connect({ applyMutation, refresh: jest.fn() });
    const [{ type, entities }] = applyMutation.mock.calls[0];
    expect(type).toBe('full');
    expect(entities).toHaveLength(sandbox!.world.entities.length);
    expect(entities[0].entity.metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': 'sandbox:acme-pay',
    });

    await backend.stop();
    await expect(fetch(url)).rejects.toThrow();
  });

  it('S12.4 refuses to start in production mode, whichever part is added', async () => {
    Object.assign(process.env, { NODE_ENV: 'production' });
    const refusal = /The sandbox never runs with NODE_ENV=production/;
    await expect(
      startTestBackend({ features: [sandboxFeatures, config(onFreePorts)] }),
    ).rejects.toThrow(refusal);
    await expect(
      startTestBackend({ features: [observer, config(onFreePorts)] }),
    ).rejects.toThrow(refusal);
  });

  it('does not start where it is not switched on', async () => {
    await expect(
      startTestBackend({ features: [observer, config({})] }),
    ).rejects.toThrow(/set sandbox\.enabled to true/);
  });

  it('says which port is taken', async () => {
    const busy: Server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => {
      busy.once('listening', resolve);
    });
    const { port } = busy.address() as AddressInfo;
    await expect(
      startTestBackend({
        features: [observer, config({ ...onFreePorts, filesPort: port })],
      }),
    ).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use: end what listens there, or set sandbox.filesPort to another port.`,
    );
    busy.close();
  });
});
