/**
 * Lets the catalog refuse entities whose artifacts cannot be read.
 *
 * @packageDocumentation
 */
export { catalogModuleProvenance as default } from './module';
