import {
  judge,
  type Collection,
  type Digest,
  type Evidence,
  type Judgement,
  type Usage,
} from '@countersign/domain';
import {
  decodeMaterial,
  type Authority,
  type Material,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { gunzipSync } from 'node:zlib';
import type { JudgeContext } from '../../../engine';
import { verifyRemembering } from '../Replica';

/** A usage and its verdict as they lie in the tables. */
export interface StoredUsage {
  id: string;
  entity_ref: string;
  kind: Usage['kind'];
  repository: string;
  environment: string;
  reference: string;
  digest: Digest | null;
  resolution: string;
  verdict: Judgement['verdict'];
  decision: Judgement['decision'];
  reason_code: string;
  content: string;
  generation: string;
  revision: number;
  judged_at: string;
  last_checked_at: string | null;
}

/** Every usage that holds now. */
export async function storedUsages(knex: Knex): Promise<StoredUsage[]> {
  return knex('usages')
    .join('usage_states', 'usage_states.usage_id', 'usages.id')
    .join('judgements', 'judgements.usage_id', 'usages.id')
    .whereNull('usage_states.valid_to')
    .orderBy('usages.entity_ref')
    .select(
      'usages.id as id',
      'usages.entity_ref as entity_ref',
      'usages.kind as kind',
      'usages.repository as repository',
      'usages.environment as environment',
      'usage_states.reference as reference',
      'usage_states.digest as digest',
      'usage_states.resolution as resolution',
      'judgements.verdict as verdict',
      'judgements.decision as decision',
      'judgements.reason_code as reason_code',
      'judgements.content as content',
      'judgements.generation as generation',
      'judgements.revision as revision',
      'judgements.judged_at as judged_at',
      'judgements.last_checked_at as last_checked_at',
    );
}

interface StoredLook {
  content: string;
  first_at: string;
  last_at: string;
}

/**
 * The verdict that follows from stored bytes alone: every material is read and verified anew, the table of evidence is
 * not looked at.
 */
export class Recomputation {
  private readonly proven = new Map<string, Evidence>();
  private readonly materials = new Map<Digest, Material>();

  constructor(private readonly knex: Knex) {}

  /**
   * @param at - as of this instant
   * @param provenBy - what is proven to a clock that is right is proven to one that is behind
   * @param until - looks that came later say nothing; beyond `at` only while a clock was wrong
   */
  async verdictOf(
    stored: StoredUsage,
    context: JudgeContext,
    at: string,
    provenBy: string,
    until = at,
  ): Promise<Judgement> {
    const looks = await this.looksFor(stored, until);
    const accepted = await this.knex('accepted_materials')
      .where({ usage_id: stored.id, subject: stored.digest })
      .select('material');
    return judge({
      usage: usageOf(stored),
      resolution: JSON.parse(stored.resolution),
      collections: looks,
      evidence: await this.evidenceOf(
        looks,
        context.authorities.loaded,
        at > provenBy ? at : provenBy,
      ),
      acceptedBefore: accepted.map(({ material }) => material),
      registry: context.registry,
      authorities: context.authorities.states,
      settings: context.settings,
      now: at,
    });
  }

  /** Looks at the digest and at what it lists. */
  private async looksFor(
    { digest, repository }: StoredUsage,
    at: string,
  ): Promise<Collection[]> {
    const subjects = new Set(digest ? [digest] : []);
    const found: Collection[] = [];
    for (const subject of subjects) {
      const rows: StoredLook[] = await this.knex('collections')
        .where({ subject, repository })
        .where('first_at', '<=', at)
        .orderBy('last_at', 'desc')
        .limit(20);
      const looks = rows.flatMap(row => looksIn(row, at));
      found.push(...looks);
      for (const { digest: child } of looks.flatMap(l => l.children ?? []))
        subjects.add(child);
    }
    return found;
  }

  private async evidenceOf(
    looks: Collection[],
    authorities: Authority[],
    at: string,
  ): Promise<Evidence[]> {
    const found: Evidence[] = [];
    for (const { subject, material } of looks)
      for (const { digest } of material) {
        const bytes = await this.material(digest);
        for (const authority of bytes ? authorities : [])
          found.push(this.verify(bytes!, subject, authority, at));
      }
    return found;
  }

  private verify(
    material: Material,
    subject: Digest,
    authority: Authority,
    at: string,
  ): Evidence {
    const key = `${subject} ${material.digest} ${authority.name} ${authority.digest}`;
    const known = this.proven.get(key);
    if (known) return known;
    const evidence = verifyRemembering(material, {
      subject,
      authority,
      now: new Date(at),
    });
    // Time alone undoes no proof; what failed may be a matter of the clock.
    if (evidence.outcome.status === 'proven') this.proven.set(key, evidence);
    return evidence;
  }

  private async material(digest: Digest): Promise<Material | undefined> {
    const known = this.materials.get(digest);
    if (known) return known;
    const row = await this.knex('materials').where({ digest }).first();
    if (!row) return undefined;
    const material = decodeMaterial(gunzipSync(row.content));
    if (material.digest !== digest) return undefined;
    this.materials.set(digest, material);
    return material;
  }
}

function looksIn({ content, first_at, last_at }: StoredLook, at: string) {
  const last = last_at <= at ? last_at : at;
  const instants = first_at === last ? [last] : [last, first_at];
  return instants.map(
    instant => ({ ...JSON.parse(content), at: instant } as Collection),
  );
}

function usageOf(stored: StoredUsage): Usage {
  const { reference } = stored;
  return {
    entityRef: stored.entity_ref,
    kind: stored.kind,
    repository: stored.repository,
    environment: stored.environment,
    cloud: undefined,
    location: undefined,
    reference,
    tag: stored.kind === 'container-image' ? '1' : undefined,
    digest: stored.digest ?? undefined,
  };
}
