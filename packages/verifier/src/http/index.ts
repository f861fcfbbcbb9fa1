export * from './challenge';
export * from './Errand';
export * from './GuardedHttp';
export * from './GuardedRequest';
export * from './HeldAnswers';
export * from './HostPolicies';
export * from './Pace';
export * from './statusProblem';
