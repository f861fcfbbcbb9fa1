import { LRUCache } from 'lru-cache';
import { isStrongTag } from '../http';
import type { Limits } from '../limits';
import type { ReadFile } from './FileHost';

interface HeldFile {
  etag: string;
  file: ReadFile;
}

const mostFiles = 10_000;

/**
 * Digests of files that were read and hashed here, so that "unchanged" is answer enough the next time. Kept by exact
 * address; after a while a file is read again whatever its host says.
 */
export class HeldFiles {
  readonly #files: LRUCache<string, HeldFile>;

  constructor({ cacheMs }: Pick<Limits, 'cacheMs'>, clock: { now(): Date }) {
    this.#files = new LRUCache({
      max: mostFiles,
      ttl: cacheMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  find(url: string): HeldFile | undefined {
    return this.#files.get(url);
  }

  keep(
    url: string,
    etag: string | undefined,
    { digest, further, kinds }: ReadFile,
  ) {
    if (isStrongTag(etag))
      this.#files.set(url, {
        etag,
        file: { digest, further, ...(kinds && { kinds }) },
      });
    else this.#files.delete(url);
  }
}
