import {
  servedMaterials,
  type AcceptanceRegistry,
  type Digest,
  type Evidence,
  type ReplayInput,
} from '@countersign/domain';
import type { Authority } from '@countersign/verifier';
import type { Knex } from 'knex';
import {
  completeEvidence,
  openAuthorities,
} from '../../engine/completeEvidence';
import type { Verification } from '../../engine';
import { unobserved } from '../../health/Observer';
import { readMaterials } from '../../store';

/** Verifications that one replay may cost, each of one material under one authority. What is left stays open. */
const most = 20_000;

export interface OfflineProofsOptions {
  knex: Knex;
  verification: Pick<Verification, 'revision' | 'verify'>;
  /** Everything that is loaded after the change. */
  authorities: Authority[];
  now: Date;
  /** Verifications in all. */
  most?: number;
}

/**
 * What retained material proves under authorities that have said nothing of it yet (S9.3): a key or root that a change
 * brings. From stored bytes alone: no registry is asked, and nothing is kept beyond the replay.
 */
export class OfflineProofs {
  private readonly found = new Map<string, Promise<Evidence[]>>();
  private left: number;

  constructor(private readonly options: OfflineProofsOptions) {
    this.left = options.most ?? most;
  }

  /**
   * @param input - of the usage, as it would be judged after the change
   * @returns the same with what is proven besides; what could not be verified is as open as before
   */
  async complete(
    input: ReplayInput,
    registry: AcceptanceRegistry,
  ): Promise<ReplayInput> {
    const materials = new Map<Digest, Digest[]>();
    for (const { subject, digest } of servedMaterials({ ...input, registry }) ??
      [])
      materials.set(subject, [...(materials.get(subject) ?? []), digest]);
    const fresh: Evidence[] = [];
    for (const [subject, digests] of materials)
      fresh.push(...(await this.about(subject, digests, input.evidence)));
    return fresh.length === 0
      ? input
      : { ...input, evidence: [...input.evidence, ...fresh] };
  }

  /** Once for each digest, however many usages run it. */
  private async about(
    subject: Digest,
    materials: Digest[],
    evidence: Evidence[],
  ): Promise<Evidence[]> {
    const key = JSON.stringify([subject, ...[...materials].sort()]);
    const known =
      this.found.get(key) ?? this.verify(subject, materials, evidence);
    this.found.set(key, known);
    return known;
  }

  private async verify(
    subject: Digest,
    materials: Digest[],
    evidence: Evidence[],
  ): Promise<Evidence[]> {
    const { knex, verification, authorities, now } = this.options;
    const known = evidence.filter(one => one.subject === subject);
    const open = openAuthorities({ known, authorities, verification });
    const cost = materials.flatMap(open).length;
    if (cost > this.left) return [];
    this.left -= cost;
    try {
      return await completeEvidence({
        ...{ subject, materials, authorities, verification, now },
        load: digests => readMaterials({ knex, digests }),
        known,
        observer: unobserved,
      });
    } catch {
      // A worker that ended is no word about anybody: what nobody verified cannot be predicted.
      return [];
    }
  }
}
