import type { Cause } from './cause';
import type { Digest } from './digest';
import type { ArtifactKind } from './usage';

/**
 * The places where signed material of a digest can lie.
 *
 * @public
 */
export const materialSources = [
  'subject',
  'referrers-api',
  'referrers-tag',
  'cosign-sig-tag',
  'cosign-att-tag',
  'bundle-file',
  'signature-file',
  'manifest-annotations',
] as const;

/** @public */
export type MaterialSource = (typeof materialSources)[number];

/**
 * How looking at one source went (S1.2). `absent` is the source's own clear "not here".
 *
 * @public
 */
export type SourceOutcome =
  | { status: 'complete' }
  | { status: 'absent' }
  | { status: 'failed'; cause: Cause }
  | { status: 'limited'; limit: string };

/** @public */
export type SourceReport = { source: MaterialSource } & SourceOutcome;

/**
 * One look at one subject digest: without it "nothing there" and "could not look" are the same (S1.2).
 *
 * @public
 */
export interface Collection {
  subject: Digest;
  /** The repository or file address in which the subject was looked at. */
  repository: string;
  /** When the look ended. ISO 8601, UTC. */
  at: string;
  sources: SourceReport[];
  /** Every material found, in the order in which the sources listed it. */
  material: MaterialEntry[];
  /** What the subject lists where it is an index. Absent where it is none, and where it was not read. */
  children?: IndexChild[];
  /**
   * The kinds of artifact that the hashed bytes of the subject can be, in the order of `artifactKinds` (S3.1). Empty
   * where they contradict themselves. Absent where nothing is certain, and in looks of before this was asked.
   */
  kinds?: ArtifactKind[];
}

/**
 * A manifest that an image index lists, read from the hashed bytes of the index (S8.2).
 *
 * @public
 */
export interface IndexChild {
  digest: Digest;
  mediaType: string;
  /** As the index names it, such as `linux/arm64/v8`. */
  platform?: string;
  /** Whether it is something that runs: attestation manifests beside images are not. */
  isRunnable: boolean;
}

/**
 * The wire form of a signed material.
 *
 * @public
 */
export const materialFormats = [
  'cosign-signature',
  'cosign-attestation',
  'sigstore-bundle',
  'cosign-bundle',
  'dsse-envelope',
  'detached-signature',
  'signed-manifest',
  'unknown',
] as const;

/** @public */
export type MaterialFormat = (typeof materialFormats)[number];

/**
 * A material as a collection lists it; its bytes are kept apart.
 *
 * @public
 */
export interface MaterialEntry {
  /** Digest over the exact bytes of the material, its signature and certificate included. */
  digest: Digest;
  source: MaterialSource;
  format: MaterialFormat;
}

/**
 * Whether the look was finished as far as it depends on infrastructure and configuration. What strangers put
 * there cannot make it unfinished: otherwise anybody with push rights could keep a digest stale for ever (S5.2).
 *
 * @public
 */
export function isComplete(collection: Collection): boolean {
  return obstaclesOf(collection).length === 0;
}

/**
 * What kept a look from being finished: the causes of sources that failed for infrastructure or configuration.
 *
 * @public
 */
export function obstaclesOf(collection: Collection): Cause[] {
  return collection.sources.flatMap(source =>
    source.status === 'failed' && source.cause.origin !== 'material'
      ? [source.cause]
      : [],
  );
}

/**
 * Whether absence may be claimed from this look: every source answered in full (S5.4).
 *
 * @public
 */
export function provesAbsence(collection: Collection): boolean {
  const subject = collection.sources.find(s => s.source === 'subject');
  return (
    subject?.status === 'complete' &&
    collection.sources.every(
      s => s.status === 'complete' || s.status === 'absent',
    )
  );
}
