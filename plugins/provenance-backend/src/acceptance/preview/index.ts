export * from './RulePreviews';
