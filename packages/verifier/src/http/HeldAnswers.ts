import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../limits';
import type { GuardedResponse } from './GuardedRequest';

interface Held {
  body: Buffer;
  hash: string;
  /** What a host needs to say "unchanged". */
  etag?: string;
  headers: GuardedResponse['headers'];
}

/** Strong ones alone: a weak one stays the same while bytes change (RFC 9110, 8.8.1). */
const strongTag = /^"[\x21\x23-\x7e]{1,512}"$/;
const keptHeaders = ['link', 'docker-content-digest'] as const;
const overhead = 1_024;

export function isStrongTag(etag: string | undefined): etag is string {
  return etag !== undefined && strongTag.test(etag);
}

/**
 * Answers of hosts that are kept in memory, bounded by bytes and by age. Keys name the exact address and the credential:
 * what one credential may read is never given to another.
 */
export class HeldAnswers {
  readonly #held: LRUCache<string, Held>;

  constructor(
    { cacheBytes, cacheMs }: Pick<Limits, 'cacheBytes' | 'cacheMs'>,
    clock: { now(): Date },
    /** Hears of each question whether its answer was "unchanged". */
    private readonly onAnswer: (isUnchanged: boolean) => void = () => undefined,
  ) {
    this.#held = new LRUCache({
      maxSize: cacheBytes,
      maxEntrySize: Math.max(1, Math.floor(cacheBytes / 4)),
      sizeCalculation: (held, key) => held.body.length + key.length + overhead,
      ttl: cacheMs,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  /** Bytes whose digest is in the key: they cannot change, only be taken away. */
  content(key: string): Buffer | undefined {
    return this.#intact(key)?.body;
  }

  keepContent(key: string, body: Buffer) {
    this.#held.set(key, { body, hash: hashOf(body), headers: {} });
  }

  /**
   * Asks for something that may have changed, and says which state of it is here. "Unchanged" is believed only for
   * bytes that are here and hash to what they did when they came.
   *
   * @param read - understands the answer; what it throws at is not kept, or an accident on the way would stay
   */
  async ask<R extends GuardedResponse, T>(
    key: string,
    send: (headers: Record<string, string>) => Promise<R>,
    read: (response: R) => T,
  ): Promise<Awaited<T>> {
    const held = this.#intact(key);
    const response = await send(
      held?.etag === undefined ? {} : { 'if-none-match': held.etag },
    );
    const isUnchanged = response.status === 304 && held?.etag !== undefined;
    this.onAnswer(isUnchanged);
    if (isUnchanged)
      return await read({
        ...response,
        status: 200,
        // What the host says now about these bytes counts, for instance that they have another digest.
        headers: { ...held.headers, ...response.headers },
        body: held.body,
      });
    const answer = await read(response);
    this.#settle(key, response);
    return answer;
  }

  #settle(key: string, { status, headers, body }: GuardedResponse) {
    const { etag } = headers;
    if (status !== 200 || !isStrongTag(etag)) {
      this.#held.delete(key);
      return;
    }
    const kept = keptHeaders.map(name => [name, headers[name]]);
    this.#held.set(key, {
      body,
      hash: hashOf(body),
      etag,
      headers: Object.fromEntries(kept),
    });
  }

  #intact(key: string): Held | undefined {
    const held = this.#held.get(key);
    return held && hashOf(held.body) === held.hash ? held : undefined;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
