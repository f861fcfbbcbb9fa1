export * from './EditProposalPage';
export * from './ProposePage';
