export * from './contentDiff';
export * from './proposalStates';
export * from './reviewDemand';
export * from './reviewOutcome';
