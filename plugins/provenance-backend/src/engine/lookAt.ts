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
  type HostContact,
  type Material,
} from '@countersign/verifier';
import type { CurrentUsage } from '../store';

/** The two questions that go outside, and which of them two entities may share. */
export type Looker = Pick<ArtifactClient, 'resolve' | 'collect'> &
  Partial<Pick<ArtifactClient, 'credentialScope'>>;

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

/** What was seen outside; usages that name the same share it. */
export type Sight = {
  /** When it was. ISO 8601, UTC. */
  at: string;
  /** Who was asked for the digest, and how each behaved; nobody where it ended before that. */
  contacts?: readonly HostContact[];
} & (
  | {
      status: 'seen';
      digest: Digest;
      collected: [Collected, ...Collected[]];
    }
  | { status: 'failed'; cause: Cause }
);

/** For what and for whom is looked. */
export interface Question {
  reference: string;
  bundleUrl?: string;
  /** A credential may be bound to it (S12.1). */
  entityRef: string;
}

/** Every look of a look: at the digest itself, and at what it lists. */
export function looksOf({ collection, materials, below }: Look): Collected[] {
  return collection ? [{ collection, materials }, ...below] : below;
}

/** Resolves and collects for one usage by itself. */
export async function lookAt(
  current: CurrentUsage,
  looker: Looker,
  clock: { now(): Date },
): Promise<Look> {
  const { usage, problem, bundleUrl } = current;
  const at = clock.now().toISOString();
  if (problem) return lookOf(current, { status: 'failed', at, cause: problem });
  const { reference, entityRef } = usage;
  const collect: Collect = (named, subject) =>
    looker.collect(named, subject, { entity: entityRef });
  const question = { reference, bundleUrl, entityRef };
  return lookOf(current, await seeWith(question, { looker, clock, collect }));
}

/** What a reference was parsed into. */
type Reference = Parameters<ArtifactClient['collect']>[0];

/** One look at one digest, in the repository of the reference. */
export type Collect = (
  reference: Reference,
  subject: Digest,
) => Promise<Collected>;

/** Resolves and collects. Whatever goes wrong is an answer too, so that no usage takes another one with it. */
export async function seeWith(
  { reference, bundleUrl, entityRef }: Question,
  outside: { looker: Looker; clock: { now(): Date }; collect: Collect },
): Promise<Sight> {
  const { looker, clock, collect } = outside;
  const now = () => clock.now().toISOString();
  const contacts: HostContact[] = [];
  try {
    const named = parseReference(reference, { bundleUrl });
    const digest = await looker.resolve(named, {
      entity: entityRef,
      onContact: contact => contacts.push(contact),
    });
    const collected = await collectTree(
      subject => collect(named, subject),
      digest,
    );
    return { status: 'seen', digest, at: now(), contacts, collected };
  } catch (error) {
    return { status: 'failed', at: now(), contacts, cause: causeOf(error) };
  }
}

/** What was seen, as it stands to one usage. */
export function lookOf(current: CurrentUsage, sight: Sight): Look {
  if (sight.status === 'failed')
    return {
      digest: current.usage.digest,
      resolution: failed(current, sight),
      materials: [],
      below: [],
    };
  const { digest, at } = sight;
  const [{ collection, materials }, ...below] = sight.collected;
  const resolution: Resolution = { status: 'resolved', at };
  return { digest, resolution, collection, materials, below };
}

/**
 * How the reference stands after a failure. An unbroken row of failures began with its first one: that is since when
 * it is down.
 */
function failed(
  { resolution }: CurrentUsage,
  { cause, at }: { cause: Cause; at: string },
): Resolution {
  if (resolution.status === 'failed') {
    const { cause: before } = resolution;
    if (cause.origin === 'infrastructure' && saidByTheRegistry(before))
      return resolution;
    if (before.origin === cause.origin)
      return { status: 'failed', at: resolution.at, cause };
  }
  return { status: 'failed', at, cause };
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
