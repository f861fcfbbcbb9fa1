import type { NotificationService } from '@backstage/plugin-notifications-node';
import type {
  Alert,
  AlertSink,
} from '@countersign/backstage-plugin-provenance-node';

/** Sends alerts as notifications; the notifications plugin finds out who the members of a group are. */
export class NotificationsAlertSink implements AlertSink {
  readonly name = 'notifications';

  constructor(private readonly notifications: NotificationService) {}

  async send(alert: Alert): Promise<void> {
    const { id, topic, recipients, severity, title, description, link } = alert;
    await this.notifications.send({
      recipients: { type: 'entity', entityRef: recipients },
      payload: {
        title,
        description,
        severity,
        topic,
        link,
        // A notification with the same scope is replaced, so that an attempt that was cut off leaves no second one.
        scope: id,
      },
    });
  }
}
