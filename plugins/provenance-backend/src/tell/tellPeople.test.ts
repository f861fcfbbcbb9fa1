import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  alertSinksExtensionPoint,
  clockServiceRef,
  type Alert,
} from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import provenancePlugin from '..';
import { migratedDatabase } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import { ManualClock } from '../__testUtils__/fixtures';
import { noteHostDown } from '../store';

jest.setTimeout(60_000);

const operators = ['group:default/operators'];

/** A module that keeps what it is to send; `names` are those of its sinks. */
function sinkModule(alerts: Alert[], ...names: string[]): BackendFeature {
  return createBackendModule({
    pluginId: 'provenance',
    moduleId: 'test-sinks',
    register(env) {
      env.registerInit({
        deps: { sinks: alertSinksExtensionPoint },
        async init({ sinks }) {
          for (const name of names)
            sinks.addAlertSink({
              name,
              send: async alert => void alerts.push(alert),
            });
        },
      });
    },
  });
}

describe('the plugin', () => {
  let knex: Knex;
  const clock = new ManualClock();

  beforeEach(async () => {
    knex = await migratedDatabase('SQLITE_3');
    const now = clock.now().toISOString();
    await knex.transaction(trx =>
      noteHostDown({ trx, host: 'ghcr.io', code: 'rate-limited', now }),
    );
    clock.advance(1);
  });

  const start = (...modules: BackendFeature[]) =>
    startTestBackend({
      features: [
        provenancePlugin,
        catalogServiceMock.factory({ entities: [] }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
        mockServices.rootConfig.factory({
          data: {
            provenance: {
              authorities: [{ name: 'public-good', offline: true }],
              notifications: { operators },
            },
          },
        }),
        createServiceFactory({
          service: clockServiceRef,
          deps: {},
          factory: () => clock,
        }),
        ...modules,
      ],
    });

  it('tells through the sinks that modules bring', async () => {
    const alerts: Alert[] = [];
    const backend = await start(sinkModule(alerts, 'one', 'two'));
    await eventually(async () => expect(alerts).toHaveLength(2));
    await backend.stop();
    expect(alerts[0]).toMatchObject({
      topic: 'host-down',
      recipients: operators,
      title: 'The registry asks us to slow down: ghcr.io',
    });
    expect(alerts[1]).toEqual(alerts[0]);
  });

  it('starts and stops where no module brings any, and tells nobody', async () => {
    const backend = await start();
    await backend.stop();
    expect(await knex('messages')).toEqual([]);
  });

  it.each([
    ['of a name that is taken', ['one', 'one'], 'exists already'],
    ['without a name', [''], 'has 1 to 64 characters'],
  ])('refuses a sink %s', async (_what, names, message) => {
    await expect(start(sinkModule([], ...names))).rejects.toThrow(message);
  });
});
