export * from './contentDiff';
export type { EntryOf, RegistryList } from './entryKeys';
export * from './proposalStates';
export * from './rebasedContent';
export * from './reviewDemand';
export * from './reviewOutcome';
