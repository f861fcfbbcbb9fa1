import { createExtensionPoint } from '@backstage/backend-plugin-api';

/**
 * What an alert is about. `first-look`, `configuration-change` and `several` hold many things in one;
 * `review-wanted` and `proposal-news` are about a change of who may sign what.
 *
 * @public
 */
export type AlertTopic =
  | 'signature-vanished'
  | 'repository-identity-changed'
  | 'moved-to-unsigned'
  | 'moved-to-untrusted'
  | 'signature-invalid'
  | 'distrusted'
  | 'wrong-authority'
  | 'authority-removed'
  | 'host-down'
  | 'first-look'
  | 'configuration-change'
  | 'several'
  | 'review-wanted'
  | 'proposal-news';

/**
 * Something that somebody has to hear of. Every text is plain: names of strangers in it are escaped, and no markup
 * means anything.
 *
 * @public
 */
export interface Alert {
  /**
   * The same at every attempt, because an alert whose sending was cut off is sent again: who keeps alerts replaces the
   * one with this id. At most 64 characters.
   */
  id: string;
  topic: AlertTopic;
  /** Refs of users and groups, at least one. */
  recipients: string[];
  severity: 'critical' | 'high' | 'normal';
  /** One line of at most 200 characters. */
  title: string;
  /** Lines of text. */
  description: string;
  /** Path within the portal. */
  link?: string;
  /** When the first of what it tells happened. ISO 8601, UTC. */
  at: string;
}

/**
 * Brings alerts to people.
 *
 * @public
 */
export interface AlertSink {
  /** Tells sinks apart, also after a restart. At most 64 characters. */
  name: string;
  /**
   * Is called again later, for days and by any replica, where it throws or takes longer than half a minute.
   *
   * @throws where the alert did not arrive
   */
  send(alert: Alert): Promise<void>;
}

/**
 * Lets a module bring alerts to people. Without any sink nobody is told and nothing else changes.
 *
 * @public
 */
export interface AlertSinksExtensionPoint {
  /** @throws Error where another sink has the name */
  addAlertSink(sink: AlertSink): void;
}

/** @public */
export const alertSinksExtensionPoint =
  createExtensionPoint<AlertSinksExtensionPoint>({
    id: 'provenance.alert-sinks',
  });
