export * from './HistoryPage';
export * from './VersionPage';
