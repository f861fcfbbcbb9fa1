export { collectTree } from './collectTree';
export {
  decodeMaterial,
  encodeMaterial,
  type Material,
  type SubjectDigests,
} from './Material';
