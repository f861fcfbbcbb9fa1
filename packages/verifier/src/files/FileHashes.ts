import { createHash } from 'node:crypto';
import type { ReadFile } from './FileHost';

/** All of a file, as long as it is small enough to be held. */
class HeldBytes {
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(private readonly most: number) {}

  push(chunk: Buffer) {
    this.#length += chunk.length;
    // A copy: whoever reads may read the next part of the file into the same memory.
    if (this.#length <= this.most) this.#chunks.push(Buffer.from(chunk));
    else this.#chunks = [];
  }

  all(): Buffer | undefined {
    return this.most > 0 && this.#length <= this.most
      ? Buffer.concat(this.#chunks)
      : undefined;
  }
}

/** The hashes of one file that is being read, and its bytes where they are wanted. */
export class FileHashes {
  readonly #sha256 = createHash('sha256');
  readonly #sha384 = createHash('sha384');
  readonly #sha512 = createHash('sha512');
  readonly #held: HeldBytes;

  constructor(hold: number) {
    this.#held = new HeldBytes(hold);
  }

  push(chunk: Buffer) {
    for (const hash of [this.#sha256, this.#sha384, this.#sha512])
      hash.update(chunk);
    this.#held.push(chunk);
  }

  end(): ReadFile {
    const bytes = this.#held.all();
    return {
      digest: `sha256:${this.#sha256.digest('hex')}`,
      further: {
        sha384: this.#sha384.digest('hex'),
        sha512: this.#sha512.digest('hex'),
      },
      ...(bytes && { bytes }),
    };
  }
}
