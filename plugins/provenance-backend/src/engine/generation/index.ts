export * from './ActiveGeneration';
export { contentOf, generationHash } from './contentOf';
export * from './joinReplicas';
