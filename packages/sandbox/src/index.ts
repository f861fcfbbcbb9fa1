/**
 * A whole offline world on loopback: registry, file server, Sigstore, people and catalog.
 *
 * @packageDocumentation
 */
export * from './backend';
export { sandboxFeatures as default } from './backend';
export * from './corpus';
export * from './files';
export * from './http';
export * from './images';
export * from './layouts';
export * from './minter';
export * from './registry';
export * from './services';
export * from './tuf';
export * from './world';
