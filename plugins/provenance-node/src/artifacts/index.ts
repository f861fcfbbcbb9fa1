export { checkArtifact } from './checkArtifact';
export {
  ARTIFACTS_LENGTH,
  readArtifacts,
  type ArtifactsItem,
  type ArtifactsReading,
} from './readArtifacts';
export { schemaCheck } from './schemaCheck';
