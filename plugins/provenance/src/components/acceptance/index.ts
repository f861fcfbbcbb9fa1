export * from './Acceptance';
export * from './AcceptanceContent';
