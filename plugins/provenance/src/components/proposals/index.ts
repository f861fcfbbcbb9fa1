export * from './ProposalListPage';
export * from './ProposalPage';
