export { PoolError, type PoolErrorCode } from './PoolError';
export {
  VerificationPool,
  type VerificationPoolOptions,
} from './VerificationPool';
