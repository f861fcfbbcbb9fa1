import type { KeyObject } from 'node:crypto';
import type { TrustMaterial } from '@sigstore/verify';
import type { SigstoreThresholds } from '../../trust';
import type { Envelope } from '../Envelope';

/** What is asked of a trust root: whether its logs and authorities stand behind a signature that is right by itself. */
export interface Claim {
  envelope: Envelope;
  /** The key that made the signature: of the certificate, or configured. */
  key: KeyObject;
  trust: TrustMaterial;
  thresholds: SigstoreThresholds;
}

/** A threshold as a number; only its name can say that it is none. */
export function countOf(threshold: number | 'none'): number {
  return threshold === 'none' ? 0 : threshold;
}
