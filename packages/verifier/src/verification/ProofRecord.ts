import {
  proofNames,
  type ProofName,
  type ProofOutcome,
  type Proofs,
} from '@countersign/domain';
import type { EvidenceFailure } from '../EvidenceFailure';

/** Every proof by itself (S1.5). What was not reached stays `unchecked`. */
export class ProofRecord {
  readonly #outcomes = new Map<ProofName, ProofOutcome>();

  proven(...names: ProofName[]) {
    for (const name of names) this.#outcomes.set(name, { status: 'proven' });
  }

  absent(...names: ProofName[]) {
    for (const name of names) this.#outcomes.set(name, { status: 'absent' });
  }

  failed(failure: EvidenceFailure) {
    this.#outcomes.set(failure.proof, {
      status: 'failed',
      code: failure.code,
      message: failure.message,
    });
  }

  isProven(name: ProofName): boolean {
    return this.#outcomes.get(name)?.status === 'proven';
  }

  toProofs(): Proofs {
    return Object.fromEntries(
      proofNames.map(name => [
        name,
        this.#outcomes.get(name) ?? { status: 'unchecked' as const },
      ]),
    ) as Proofs;
  }
}
