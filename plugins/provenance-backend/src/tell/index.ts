export * from './AlertSinkCollector';
export * from './startTelling';
export * from './tellPeople';
export type { NotificationSettings, TellContext } from './TellContext';
