export { corpusFolder } from './corpusFolder';
export { LayoutError } from './loadLayout';
