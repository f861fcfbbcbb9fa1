import type { FileReference } from '../reference';
import type { ReadFile } from './FileHost';

/** A place of files, and of what lies beside them: hosts of others, or this machine. */
export interface ReadableFiles {
  /** @param hold - how many bytes of the file may be held; by default none */
  read(reference: FileReference, hold?: number): Promise<ReadFile>;
  /** The bytes of a bundle; `undefined` is a clear "not here". */
  bundle(address: string): Promise<Buffer | undefined>;
}
