import {
  ArtifactClient,
  LookError,
  type Reference,
} from '@countersign/verifier';
import type { Digest, Usage } from '@countersign/domain';
import { hostsFor, type HostOptions } from './hosts';
import { usageOf, type Look } from './Look';
import type { Looker } from './Looker';

/** S8.2: indexes within indexes are looked into this deep; what lies deeper leaves the question open. */
const deepest = 4;
/** Children of one level that are looked at. */
const mostChildren = 100;

/** Looks at an artifact behind a reference. One instance serves one command. */
export class ReferenceLooker implements Looker {
  readonly #client: ArtifactClient;

  constructor(
    private readonly reference: Reference,
    options: HostOptions,
    private readonly clock: { now(): Date },
  ) {
    this.#client = new ArtifactClient({
      ...hostsFor(reference, options),
      credentials: options.credentials,
      clock,
    });
  }

  /** The artifact itself. What goes wrong is in the look, and the judge says what it means. */
  async look(): Promise<Look> {
    const at = this.clock.now().toISOString();
    try {
      const digest = await this.#client.resolve(this.reference);
      const found = await this.#client.collect(this.reference, digest);
      return {
        usage: this.#usage(digest),
        resolution: { status: 'resolved', at },
        collections: [found.collection],
        materials: found.materials.map(material => ({
          subject: digest,
          material,
        })),
      };
    } catch (error) {
      if (!(error instanceof LookError)) throw error;
      return {
        usage: this.#usage(),
        resolution: { status: 'failed', at, cause: error.problem },
        collections: [],
        materials: [],
      };
    }
  }

  /**
   * The runnable children of an index too (S8.2): an index without a signature of its own is met when each of them
   * meets every requirement.
   *
   * @returns the same look where there are none
   */
  async lookAtChildren(look: Look): Promise<Look> {
    let level = look.collections;
    const seen = new Set(level.map(({ subject }) => subject));
    const whole = { ...look };
    for (let depth = 0; depth < deepest && level.length > 0; depth++) {
      const children = level
        .flatMap(collection => collection.children ?? [])
        .filter(child => child.isRunnable && !seen.has(child.digest))
        .slice(0, mostChildren);
      for (const { digest } of children) seen.add(digest);
      const found = await Promise.all(
        children.map(({ digest }) =>
          this.#client.collect(this.reference, digest),
        ),
      );
      level = found.map(({ collection }) => collection);
      whole.collections = [...whole.collections, ...level];
      whole.materials = [
        ...whole.materials,
        ...found.flatMap(({ collection, materials }) =>
          materials.map(material => ({
            subject: collection.subject,
            material,
          })),
        ),
      ];
    }
    return whole;
  }

  close() {
    this.#client.close();
  }

  #usage(digest?: Digest): Usage {
    const { reference } = this;
    return usageOf(reference.text, {
      kind: reference.type === 'oci' ? 'container-image' : 'package',
      repository: reference.repository,
      ...(reference.type === 'oci' &&
        reference.tag !== undefined && { tag: reference.tag }),
      ...(digest && { digest }),
    });
  }
}
