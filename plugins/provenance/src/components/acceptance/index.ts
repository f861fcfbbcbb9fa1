export * from './AcceptanceRouter';
export * from './AcceptanceContent';
