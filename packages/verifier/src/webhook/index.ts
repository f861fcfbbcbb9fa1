export { Webhook, type WebhookAccess, type WebhookOptions } from './Webhook';
