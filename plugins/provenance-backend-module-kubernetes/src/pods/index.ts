export * from './podArtifacts';
export * from './wire';
