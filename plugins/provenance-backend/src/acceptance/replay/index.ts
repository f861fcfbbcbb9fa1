export * from './replayRegistry';
