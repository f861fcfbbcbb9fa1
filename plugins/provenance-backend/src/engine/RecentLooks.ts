import { isComplete } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';

/** How long a look speaks for whoever names the same digest in other words. */
const longestMs = 60_000;
const mostBytes = 64 * 1024 * 1024;
const mostLooks = 2_000;

interface Entry {
  /** Milliseconds. */
  began: number;
  collected: Promise<Collected>;
  /** Of its materials, once it ended. */
  bytes: number;
}

/**
 * Looks at digests that this process makes or has just made: a digest under ten tags is collected once. Only a complete
 * look that began after the other was due speaks for it; whatever failed is looked at again.
 */
export class RecentLooks {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly clock: { now(): Date }) {}

  /**
   * @param key - everything that the answer depends on, also who was shown which credential
   * @param since - when the look was due, in milliseconds; absent: nobody else's look will do
   */
  collect(
    key: string,
    since: number | undefined,
    look: () => Promise<Collected>,
  ): Promise<Collected> {
    const now = this.clock.now().getTime();
    this.makeRoom(now);
    const known = this.entries.get(key);
    if (known && since !== undefined && known.began >= since)
      return known.collected;
    this.forget(key);
    const entry: Entry = { began: now, collected: look(), bytes: 0 };
    this.entries.set(key, entry);
    entry.collected.then(
      collected => this.settle(key, entry, collected),
      () => this.settle(key, entry),
    );
    return entry.collected;
  }

  private settle(key: string, entry: Entry, collected?: Collected): void {
    if (this.entries.get(key) !== entry) return;
    if (!collected || !isComplete(collected.collection)) {
      this.forget(key);
      return;
    }
    entry.bytes = collected.materials.reduce(
      (sum, { bytes }) => sum + bytes.length,
      0,
    );
    this.bytes += entry.bytes;
  }

  /** Entries lie in the order in which they began. */
  private makeRoom(now: number): void {
    for (const [key, { began }] of this.entries) {
      const age = now - began;
      // A clock that was put back must not keep anything.
      const isOver = age < 0 || age >= longestMs;
      const isFull = this.bytes > mostBytes || this.entries.size >= mostLooks;
      if (!isOver && !isFull) return;
      this.forget(key);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}
