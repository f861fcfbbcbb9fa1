export * from './AuthorizedStatusService';
export * from './AuthorizedUsageService';
export * from './createRouter';
export * from './StoredUsageService';
