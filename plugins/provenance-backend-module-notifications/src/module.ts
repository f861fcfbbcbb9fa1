import { createBackendModule } from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import { alertSinksExtensionPoint } from '@countersign/backstage-plugin-provenance-node';
import { NotificationsAlertSink } from './NotificationsAlertSink';

/**
 * Brings the alerts of the provenance plugin to Backstage notifications. A portal without the notifications plugin
 * leaves this module out.
 *
 * @public
 */
export const notificationsModule = createBackendModule({
  pluginId: 'provenance',
  moduleId: 'notifications',
  register(env) {
    env.registerInit({
      deps: {
        notifications: notificationService,
        sinks: alertSinksExtensionPoint,
      },
      async init({ notifications, sinks }) {
        sinks.addAlertSink(new NotificationsAlertSink(notifications));
      },
    });
  },
});
