export type {
  RegistryAccount,
  RegistryAuthentication,
  TokenQuestion,
} from './Authentication';
export * from './descriptor';
export * from './RegistryStore';
export { Repository, type StoredManifest } from './Repository';
export * from './startRegistry';
