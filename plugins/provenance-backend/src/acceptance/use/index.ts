export * from './AcceptanceUses';
