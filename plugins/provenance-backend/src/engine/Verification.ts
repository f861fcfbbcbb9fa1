import type { Digest, Evidence } from '@countersign/domain';
import {
  VerificationPool,
  verifierRevision,
  type Authority,
  type Material,
} from '@countersign/verifier';

/** The verifier as the engine uses it; tests put another one in its place. */
export interface Verification {
  revision: number;
  /** @throws where nothing can be said about the material; the look is made again */
  verify(
    material: Material,
    context: { subject: Digest; authority: Authority; now: Date },
  ): Promise<Evidence>;
  /** Ends what is running; called once, when the process ends. */
  close(): Promise<void>;
}

/**
 * Verification in worker processes, never in this one: a stranger's bytes must not hold up the portal (S12.3).
 *
 * @param workers - processes at most; absent: one fewer than there are processors
 */
export function pooledVerification(workers?: number): Verification {
  const pool = new VerificationPool({
    ...(workers !== undefined && { size: workers }),
  });
  return {
    revision: verifierRevision,
    verify: (material, context) => pool.verify(material, context),
    close: () => pool.close(),
  };
}
