/** Bytes of a file's beginning and end that are kept while it is read. */
export const glimpseLimits = {
  head: 4 * 1024 * 1024,
  tail: 1024 * 1024,
} as const;

/** The beginning and the end of a file that goes by, for whoever wants to know what it is. */
export class Glimpse {
  readonly #chunks: Buffer[] = [];
  #headLength = 0;
  #size = 0;
  /** The last bytes, written round and round; there where the file is longer than its head. */
  #ring?: Buffer;

  push(chunk: Buffer) {
    const room = glimpseLimits.head - this.#headLength;
    const first = chunk.subarray(0, room);
    // Copies: whoever reads may read the next part of the file into the same memory.
    if (first.length > 0) this.#chunks.push(Buffer.from(first));
    this.#headLength += first.length;
    this.#size += first.length;
    if (chunk.length > room) this.#keepEnd(chunk.subarray(room));
  }

  get head(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** The last bytes; all of them where the file is small enough to be here. */
  get tail(): Buffer {
    if (!this.#ring) return this.head;
    const at = this.#size % glimpseLimits.tail;
    return Buffer.concat([this.#ring.subarray(at), this.#ring.subarray(0, at)]);
  }

  /** Whether the head is the whole file. */
  get isWhole(): boolean {
    return this.#ring === undefined;
  }

  #keepEnd(chunk: Buffer) {
    const { tail } = glimpseLimits;
    if (!this.#ring) {
      this.#ring = Buffer.alloc(tail);
      this.#size -= tail;
      this.#write(this.head.subarray(-tail));
    }
    this.#size += Math.max(0, chunk.length - tail);
    this.#write(chunk.subarray(-tail));
  }

  #write(bytes: Buffer) {
    const at = this.#size % glimpseLimits.tail;
    const copied = bytes.copy(this.#ring!, at);
    bytes.copy(this.#ring!, 0, copied);
    this.#size += bytes.length;
  }
}
