export * from './EditProposalPage';
export * from './FirstRulesPage';
export * from './ProposePage';
