import {
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  alertSinksExtensionPoint,
  type Alert,
  type AlertSink,
} from '@countersign/backstage-plugin-provenance-node';
import notificationsModule from '.';

const alert: Alert = {
  id: 'a1',
  topic: 'distrusted',
  recipients: ['group:default/security'],
  severity: 'critical',
  title: 'The signer is distrusted: ghcr.io/acme/payments:1',
  description: 'component:default/payments runs it',
  link: '/catalog/default/component/payments/provenance',
  at: '2026-11-20T00:00:00.000Z',
};

/** The provenance plugin as far as this module sees it. */
function pluginWith(sinks: AlertSink[]) {
  return createBackendPlugin({
    pluginId: 'provenance',
    register(env) {
      env.registerExtensionPoint(alertSinksExtensionPoint, {
        addAlertSink: sink => sinks.push(sink),
      });
      env.registerInit({ deps: {}, init: async () => undefined });
    },
  });
}

async function sinkOver(send: () => Promise<void>): Promise<AlertSink> {
  const sinks: AlertSink[] = [];
  await startTestBackend({
    features: [
      pluginWith(sinks),
      notificationsModule,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send }),
      }),
    ],
  });
  expect(sinks).toHaveLength(1);
  return sinks[0];
}

describe('the notifications module', () => {
  it('sends an alert to its recipients, under a scope that a second attempt replaces', async () => {
    const send = jest.fn(async () => undefined);
    const sink = await sinkOver(send);
    await sink.send(alert);
    expect(send.mock.calls).toEqual([
      [
        {
          recipients: { type: 'entity', entityRef: ['group:default/security'] },
          payload: {
            title: alert.title,
            description: alert.description,
            severity: 'critical',
            topic: 'distrusted',
            link: alert.link,
            scope: 'a1',
          },
        },
      ],
    ]);
  });

  it('says so where the notification did not arrive', async () => {
    const failure = new Error('Request failed with status 404');
    const sink = await sinkOver(() => Promise.reject(failure));
    await expect(sink.send(alert)).rejects.toBe(failure);
  });
});
