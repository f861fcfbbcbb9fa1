import {
  proofNames,
  type ClaimStanding,
  type Collection,
  type Digest,
  type Evidence,
  type Judgement,
  type Proofs,
  type ReasonCode,
  type SourceReport,
  type Verdict,
} from '@countersign/domain';
import type { Material } from '@countersign/verifier';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { settleClaims, usageIdOf, type ClaimedUsage } from '../store';

export const entityRef = 'component:default/payments';
export const repository = 'ghcr.io/acme/payments';

/** A digest that is easy to tell from others. */
export function digestOf(character: string): Digest {
  return `sha256:${character.repeat(64)}`;
}

/** An instant on a day of its own, `minutes` after its beginning. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 20) + minutes * 60_000).toISOString();
}

export function declared(changes: Partial<ClaimedUsage> = {}): ClaimedUsage {
  return {
    identity: {
      entityRef,
      kind: 'container-image',
      repository,
      environment: 'prod',
    },
    reference: `${repository}:1`,
    tag: '1',
    ...changes,
  };
}

export function judgementOf(
  verdict: Verdict,
  code: ReasonCode,
  changes: Partial<Judgement> = {},
): Judgement {
  return {
    verdict,
    decision: verdict === 'trusted' ? 'allow' : 'warn',
    reason: { code, parameters: {} },
    freshness: { status: 'none' },
    rules: [],
    ...changes,
  };
}

export const unseen = judgementOf('inconclusive', 'not-checked-yet');

/** Puts usages of one entity into the store as discovery does; returns their ids. */
export async function sync(
  knex: Knex,
  usages: ClaimedUsage[],
  changes: Partial<Parameters<typeof settleClaims>[0]> & {
    entityRef?: string;
    locator?: string;
    standing?: ClaimStanding;
  } = {},
): Promise<string[]> {
  const { locator = 'annotation', standing = 'declared', ...rest } = changes;
  const about = changes.entityRef ?? entityRef;
  const claims = usages.map(one => ({ ...one, locator, standing }));
  await settleClaims({
    knex,
    entityRefs: [about],
    say: () => [{ entityRef: about, locator, claims }],
    judgeUnseen: () => unseen,
    generation: 'g1',
    now: at(0),
    ...rest,
  });
  return usages.map(one => usageIdOf(one.identity));
}

export const sourcesComplete: SourceReport[] = [
  { source: 'subject', status: 'complete' },
  { source: 'referrers-api', status: 'complete' },
];

export function collectionOf(
  subject: Digest,
  when: string,
  changes: Partial<Collection> = {},
): Collection {
  return {
    subject,
    repository,
    at: when,
    sources: sourcesComplete,
    material: [],
    ...changes,
  };
}

export const registryDown = {
  code: 'registry-unreachable',
  origin: 'infrastructure',
  message: 'connection refused',
} as const;

export function materialOf(character: string): Material {
  return {
    digest: digestOf(character),
    source: 'referrers-api',
    format: 'sigstore-bundle',
    bytes: new TextEncoder().encode(`{"material":"${character}"}`),
    annotations: {},
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  };
}

/** Material under its own digest, as the verifier computes it: any other is not given back. */
export function realMaterial(character: string): Material {
  const material = materialOf(character);
  const { annotations, format, mediaType, bytes } = material;
  const head = JSON.stringify({ annotations, format, mediaType });
  const hex = createHash('sha256')
    .update(`countersign-material-v1\n${head}\n`)
    .update(bytes)
    .digest('hex');
  return { ...material, digest: `sha256:${hex}` };
}

export function entryOf({ digest, source, format }: Material) {
  return { digest, source, format };
}

/** Evidence of the release workflow under an authority, proven unless said otherwise. */
export function evidenceOf(
  subject: Digest,
  material: Digest,
  authority: { name: string; digest: Digest },
  outcome: Evidence['outcome'] = { status: 'proven', provenTimes: [at(0)] },
  verifierRevision = 1,
): Evidence {
  return {
    subject,
    material,
    format: 'sigstore-bundle',
    authority: authority.name,
    authorityDigest: authority.digest,
    verifierRevision,
    signer: {
      type: 'certificate',
      issuer: 'https://issuer.example',
      subject: 'https://ci.example/acme/release',
      subjectType: 'uri',
      claims: {},
      fingerprint: digestOf('f'),
      notBefore: at(0),
      notAfter: at(10),
    },
    statement: { role: 'signature' },
    proofs: Object.fromEntries(
      proofNames.map(name => [name, { status: 'absent' }]),
    ) as Proofs,
    outcome,
  };
}

/** A clock that stands still until somebody moves it. */
export class ManualClock {
  private time: number;

  constructor(start: string = at(0)) {
    this.time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.time);
  }

  advance(minutes: number): void {
    this.time += minutes * 60_000;
  }
}
