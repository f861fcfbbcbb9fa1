import type { Collection, Digest, MaterialSource } from '@countersign/domain';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../limits';

/** The two ways in which a registry lists what refers to a digest; a registry with the API needs no tags for it. */
export type ReferrersSource = Extract<
  MaterialSource,
  'referrers-api' | 'referrers-tag'
>;

interface LastLook {
  without: ReferrersSource;
  found: readonly Digest[];
}

interface JustRead {
  /** The credential was needed for it. */
  authorized: boolean;
  at: number;
}

const mostLooks = 20_000;
const sameRunMs = 300_000;

/**
 * What an earlier look found out about a digest, by credential and repository: so that a registry that changed nothing
 * is asked little.
 */
export class LookMemory {
  readonly #lastLooks: LRUCache<string, LastLook>;
  readonly #justRead = new LRUCache<string, JustRead>({ max: 1_000 });
  readonly #clock: { now(): Date };

  constructor({ cacheMs }: Pick<Limits, 'cacheMs'>, clock: { now(): Date }) {
    this.#clock = clock;
    this.#lastLooks = new LRUCache({
      max: mostLooks,
      ttl: cacheMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  /** The subject's manifest was read to find out its digest: the look that follows is of the same run (S5.4). */
  subjectWasRead(key: string, authorized: boolean) {
    this.#justRead.set(key, { authorized, at: this.#clock.now().getTime() });
  }

  /** Used once: a second look asks for the subject again. */
  takeSubjectRead(key: string): JustRead | undefined {
    const known = this.#justRead.get(key);
    this.#justRead.delete(key);
    if (!known) return undefined;
    const age = this.#clock.now().getTime() - known.at;
    return age >= 0 && age <= sameRunMs ? known : undefined;
  }

  lastLook(key: string): LastLook | undefined {
    return this.#lastLooks.get(key);
  }

  /** Keeps what a look found in which every source was asked and answered. */
  keep(key: string, { sources, material }: Collection) {
    this.#lastLooks.delete(key);
    const isAbsent = (name: ReferrersSource) =>
      sources.some(one => one.source === name && one.status === 'absent');
    const isClear = sources.every(
      ({ status }) => status === 'complete' || status === 'absent',
    );
    const without = isAbsent('referrers-api')
      ? 'referrers-api'
      : 'referrers-tag';
    if (isClear && material.length > 0 && isAbsent(without))
      this.#lastLooks.set(key, {
        without,
        found: material.map(({ digest }) => digest),
      });
  }
}
