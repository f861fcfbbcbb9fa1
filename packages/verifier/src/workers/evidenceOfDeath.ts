import type { Evidence } from '@countersign/domain';
import { EvidenceFailure } from '../EvidenceFailure';
import type { Material } from '../material/Material';
import { ProofRecord } from '../verification/ProofRecord';
import { verifierRevision } from '../verification/revision';
import type { VerificationContext } from '../verification/verifyMaterial';
import type { Death } from './WorkerProcess';

/** What a task may cost. */
export interface TaskLimits {
  timeoutMs: number;
  memoryMb: number;
}

/** Ends of a worker that its task is to blame for: not those of a worker that never had it, or that somebody ended. */
export type Blame = Exclude<Death, 'lost' | 'ended'>;

/**
 * Evidence about a material that ended its worker: failed, by the limit that it crossed (S5.1). It cost a worker and
 * proves nothing.
 */
export function evidenceOfDeath(
  material: Material,
  { subject, authority }: VerificationContext,
  death: Blame,
  limits: TaskLimits,
): Evidence {
  const failure = new EvidenceFailure(
    'format',
    'limit-exceeded',
    messageOf(death, limits),
  );
  const proofs = new ProofRecord();
  proofs.failed(failure);
  return {
    subject,
    material: material.digest,
    format: material.format,
    authority: authority.name,
    authorityDigest: authority.digest,
    verifierRevision,
    proofs: proofs.toProofs(),
    outcome: {
      status: 'failed',
      code: failure.code,
      message: failure.message,
    },
  };
}

function messageOf(death: Blame, { timeoutMs, memoryMb }: TaskLimits): string {
  switch (death) {
    case 'time':
      return `verification took longer than ${timeoutMs} ms and was ended`;
    case 'memory':
      return `verification needed more than ${memoryMb} MB of memory and was ended`;
    default:
      return 'verification ended the worker that it ran in';
  }
}
