import type {
  Cause,
  Collection,
  Digest,
  Resolution,
} from '@countersign/domain';
import {
  collectTree,
  LookError,
  parseReference,
  type ArtifactClient,
  type Collected,
  type Material,
} from '@countersign/verifier';
import type { CurrentUsage } from '../store';

/** The two questions that go outside. */
export type Looker = Pick<ArtifactClient, 'resolve' | 'collect'>;

/** What one look at a usage brought. */
export interface Look {
  /** The digest that the reference leads to now, or the last known one where it could not be resolved (S6.1). */
  digest?: Digest;
  resolution: Resolution;
  collection?: Collection;
  materials: Material[];
  /** The looks at what the digest lists, where it is an index (S8.2). */
  below: Collected[];
}

/** Every look of a look: at the digest itself, and at what it lists. */
export function looksOf({ collection, materials, below }: Look): Collected[] {
  return collection ? [{ collection, materials }, ...below] : below;
}

/** Resolves and collects. Whatever goes wrong is an answer too, so that no usage takes another one with it. */
export async function lookAt(
  current: CurrentUsage,
  looker: Looker,
  clock: { now(): Date },
): Promise<Look> {
  const { usage, problem, bundleUrl } = current;
  const unseen = (cause: Cause): Look => ({
    digest: usage.digest,
    resolution: failed(current, cause, clock),
    materials: [],
    below: [],
  });
  if (problem) return unseen(problem);
  try {
    const reference = parseReference(usage.reference, { bundleUrl });
    // A credential may be bound to the entity for which is looked (S12.1).
    const whom = { entity: usage.entityRef };
    const digest = await looker.resolve(reference, whom);
    const [{ collection, materials }, ...below] = await collectTree(
      subject => looker.collect(reference, subject, whom),
      digest,
    );
    const at = clock.now().toISOString();
    return {
      digest,
      resolution: { status: 'resolved', at },
      collection,
      materials,
      below,
    };
  } catch (error) {
    return unseen(causeOf(error));
  }
}

/**
 * How the reference stands after a failure. An unbroken row of failures began with its first one: that is since when
 * it is down.
 */
function failed(
  { resolution }: CurrentUsage,
  cause: Cause,
  clock: { now(): Date },
): Resolution {
  if (resolution.status === 'failed') {
    const { cause: before } = resolution;
    if (cause.origin === 'infrastructure' && saidByTheRegistry(before))
      return resolution;
    if (before.origin === cause.origin)
      return { status: 'failed', at: resolution.at, cause };
  }
  return { status: 'failed', at: clock.now().toISOString(), cause };
}

/**
 * A registry's own last word stands through an outage that follows it: an artifact that was gone, or whose bytes were
 * wrong, must not get back the collection of the days before because now nobody can look (S5.2).
 */
function saidByTheRegistry({ code, origin }: Cause): boolean {
  return code === 'artifact-not-found' || origin === 'material';
}

/**
 * What nobody foresaw is held against the bytes: `material` may not lean on an older collection (S5.2), so that
 * whoever finds bytes that make the verifier stumble gains no day of grace for a withdrawn signature.
 */
function causeOf(error: unknown): Cause {
  if (error instanceof LookError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'malformed',
    origin: 'material',
    message: `unexpected: ${message}`,
  };
}
