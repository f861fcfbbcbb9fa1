import type {
  ArtifactKind,
  Collection,
  Digest,
  IndexChild,
  MaterialSource,
  SourceOutcome,
  SourceReport,
} from '@countersign/domain';
import type { Limits } from '../limits';
import { LimitError, LookError } from '../LookError';
import type { Material } from './Material';

/**
 * One look in progress: keeps what was found, and how each source went. A problem with one layer, one manifest or one
 * source never loses what the others hold.
 */
export class Look {
  readonly #outcomes = new Map<MaterialSource, SourceOutcome>();
  readonly #material = new Map<Digest, Material>();
  readonly #full = new Set<MaterialSource>();
  #children?: IndexChild[];
  #kinds?: ArtifactKind[];
  #places = 0;
  #bytes = 0;

  /** @param sources - where material is looked for, in this order */
  constructor(
    readonly subject: Digest,
    private readonly repository: string,
    readonly limits: Limits,
    private readonly sources: readonly MaterialSource[],
  ) {}

  /**
   * Looks at one source.
   *
   * @param find - gives `false` for the source's own clear "not here"
   */
  async at(source: MaterialSource, find: () => Promise<boolean>) {
    await this.part(source, async () => {
      const there = await find();
      this.#note(source, { status: there ? 'complete' : 'absent' });
    });
  }

  /** Does one part of a source; a failure is noted and the rest goes on. */
  async part(source: MaterialSource, work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LookError)) throw error;
      this.#note(source, outcomeOf(error));
    }
  }

  /**
   * Notes for sources that nobody could look at them, because the subject itself could not be read: a 404 for a
   * signature says nothing then (S5.4).
   */
  neverReached(sources: readonly MaterialSource[]) {
    const subject = this.outcome('subject');
    if (subject?.status !== 'failed' && subject?.status !== 'limited')
      throw new Error('a subject that could be read hides no source');
    for (const source of sources) this.#note(source, subject);
  }

  /**
   * Takes a place for a material before it is fetched, whether it will turn out to be one or not: what cannot be kept
   * is not downloaded, and a thousand broken ones cost no more than as many good ones.
   *
   * @param bytes - how many it will have at most
   * @throws LimitError
   */
  reserve(source: MaterialSource, bytes: number) {
    const { materials } = this.limits;
    if (this.#places >= this.#shareOf(source, materials)) {
      this.#full.add(source);
      throw new LimitError(
        'materials',
        `${this.repository} holds more than ${materials} signed materials of one digest.`,
      );
    }
    this.#places++;
    // What is too large by itself is refused before it is fetched, and takes nothing from the others.
    if (bytes <= this.limits.materialBytes) this.#spend(source, bytes);
  }

  /**
   * Counts the bytes of a manifest that lists material; its annotations are kept like material.
   *
   * @throws LimitError
   */
  opened(source: MaterialSource, bytes: number) {
    try {
      this.#spend(source, bytes);
    } catch (error) {
      this.#full.add(source);
      throw error;
    }
  }

  /** So small that as many as can be kept leave room for all the others, whatever comes before them. */
  isSmall(bytes: number): boolean {
    const { materials, materialTotalBytes } = this.limits;
    return bytes * materials * 4 <= materialTotalBytes;
  }

  /** Whether nothing more of a source can be kept. */
  isFull(source: MaterialSource): boolean {
    return this.#full.has(source);
  }

  /** The same material found twice counts once, under the source that listed it first. */
  add(material: Material) {
    if (!this.#material.has(material.digest))
      this.#material.set(material.digest, material);
  }

  #spend(source: MaterialSource, bytes: number) {
    const { materialTotalBytes } = this.limits;
    if (this.#bytes + bytes > this.#shareOf(source, materialTotalBytes))
      throw new LimitError(
        'materialTotalBytes',
        `${this.repository} holds more than ${materialTotalBytes} bytes of signed material of one digest.`,
      );
    this.#bytes += bytes;
  }

  /**
   * A source may use what is left but for an eighth for each source that comes after it: who floods one place hides
   * nothing that lies in another (S5.2).
   */
  #shareOf(source: MaterialSource, limit: number): number {
    const later = this.sources.length - 1 - this.sources.indexOf(source);
    return limit - later * Math.floor(limit / 8);
  }

  /** What the subject lists, where it is an index. */
  lists(children: IndexChild[] | undefined) {
    this.#children = children;
  }

  /** What the subject's bytes can be, where that is certain (S3.1). */
  canBe(kinds: ArtifactKind[] | undefined) {
    this.#kinds = kinds;
  }

  /** How many materials were found so far. */
  get size(): number {
    return this.#material.size;
  }

  outcome(source: MaterialSource): SourceOutcome | undefined {
    return this.#outcomes.get(source);
  }

  end(at: Date): { collection: Collection; materials: Material[] } {
    const materials = [...this.#material.values()];
    const sources = [...this.#outcomes].map(
      ([source, outcome]): SourceReport => ({ source, ...outcome }),
    );
    return {
      materials,
      collection: {
        subject: this.subject,
        repository: this.repository,
        at: at.toISOString(),
        sources,
        material: materials.map(({ digest, source, format }) => ({
          digest,
          source,
          format,
        })),
        ...(this.#children && { children: this.#children }),
        ...(this.#kinds && { kinds: this.#kinds }),
      },
    };
  }

  /** The worst outcome of a source stays: an outage is never painted over by what came before or after it. */
  #note(source: MaterialSource, outcome: SourceOutcome) {
    const known = this.#outcomes.get(source);
    if (!known || weight(outcome) > weight(known))
      this.#outcomes.set(source, outcome);
  }
}

function outcomeOf(error: LookError): SourceOutcome {
  return error instanceof LimitError
    ? { status: 'limited', limit: error.limit }
    : { status: 'failed', cause: error.problem };
}

function weight(outcome: SourceOutcome): number {
  if (outcome.status === 'absent') return 0;
  if (outcome.status === 'complete') return 1;
  if (outcome.status === 'limited') return 2;
  return { material: 3, configuration: 4, infrastructure: 5 }[
    outcome.cause.origin
  ];
}
