export {
  AuthorityKeeper,
  type AuthorityKeeperOptions,
} from './AuthorityKeeper';
export type { RetainedMaterial, VerifyProbe } from './checkVersion';
export { TrustKeeper, type RunLater } from './TrustKeeper';
export { windowsOf } from './windowsOf';
