export { FileTrustStore } from './FileTrustStore';
export { MemoryTrustStore } from './MemoryTrustStore';
export type { TrustRecord, TrustStore } from './TrustStore';
