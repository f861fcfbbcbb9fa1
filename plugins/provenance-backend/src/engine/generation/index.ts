export * from './ActiveGeneration';
export { contentOf } from './contentOf';
