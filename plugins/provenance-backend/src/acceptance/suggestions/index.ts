export * from './EntitySources';
export * from './SuggestedRules';
