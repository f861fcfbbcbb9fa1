export * from './blockerInWords';
export * from './ProposalReplays';
export * from './replayRegistry';
