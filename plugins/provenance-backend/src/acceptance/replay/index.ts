export * from './blockerInWords';
export * from './ListReplays';
export * from './ProposalReplays';
export * from './replayRegistry';
