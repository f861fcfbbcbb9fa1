export { attachByCosignTag } from './cosignTag';
export * from './predicates';
export { attachBundle } from './referrer';
export * from './signFile';
export * from './signImage';
export { predicateTypes, type Statement } from './statement';
