import { Glimpse, kindsOfFile } from '../kinds';
import { FileHashes } from './FileHashes';
import type { ReadFile } from './FileHost';

/** One file that goes by: its hashes, and what it is. */
export class FileReading {
  readonly #hashes: FileHashes;
  readonly #glimpse = new Glimpse();

  constructor(hold: number) {
    this.#hashes = new FileHashes(hold);
  }

  push(chunk: Buffer) {
    this.#hashes.push(chunk);
    this.#glimpse.push(chunk);
  }

  async end(): Promise<ReadFile> {
    const kinds = await kindsOfFile(this.#glimpse);
    return { ...this.#hashes.end(), ...(kinds && { kinds }) };
  }
}
