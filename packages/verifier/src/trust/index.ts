export * from './authority';
export { authorityFromContent } from './authorityFromContent';
export { governedAuthority } from './governedAuthority';
export { keyAuthority, type KeyOptions } from './keyAuthority';
export {
  publicGoodAuthority,
  sigstoreAuthority,
  type SigstoreOptions,
} from './sigstoreAuthority';
export * from './keeper';
export * from './sources';
export * from './store';
