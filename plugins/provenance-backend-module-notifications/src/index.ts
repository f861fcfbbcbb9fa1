/**
 * Tells owners, security and operators through Backstage notifications.
 *
 * @packageDocumentation
 */
export { notificationsModule as default } from './module';
