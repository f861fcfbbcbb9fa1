export * from './contentDiff';
export * from './proposalStates';
export * from './rebasedContent';
export * from './reviewDemand';
export * from './reviewOutcome';
