import { pathToFileURL } from 'node:url';
import type { Collection, Digest } from '@countersign/domain';
import { LocalFiles } from './files/LocalFiles';
import { withDefaults, type Limits } from './limits';
import {
  collectBesideFile,
  fileSources,
  type KnownFile,
} from './material/collectBesideFile';
import { Look } from './material/Look';
import type { Material } from './material/Material';
import type { FileReference } from './reference';

/**
 * A file of this machine as it was looked at.
 *
 * @public
 */
export interface LocalLook {
  /** SHA-256 of the file. */
  digest: Digest;
  /** What was found beside the file. */
  collection: Collection;
  /** The signed material, as it was found. */
  materials: Material[];
  /** The file's bytes, where they are few enough to be held: some signatures are over nothing less. */
  bytes?: Uint8Array;
}

/**
 * Looks at files of this machine and at what lies beside them, as {@link ArtifactClient} does at those of others. It
 * contacts nothing.
 *
 * @public
 */
export class LocalClient {
  readonly #clock: { now(): Date };
  readonly #limits: Limits;
  readonly #files: LocalFiles;

  /** @throws RangeError for a limit that is no number */
  constructor(options: { clock: { now(): Date }; limits?: Partial<Limits> }) {
    this.#clock = options.clock;
    this.#limits = withDefaults(options.limits);
    this.#files = new LocalFiles(this.#limits);
  }

  /**
   * Reads a file whole and looks for signed material beside it, or in the one file that was named.
   *
   * @throws {@link LookError} `artifact-not-found`, `access-denied`, `registry-unreachable` where the file itself
   * cannot be read
   */
  async look(path: string, bundle?: string): Promise<LocalLook> {
    const reference = localReference(path, bundle);
    const { bytes, ...known } = await this.#files.read(
      reference,
      this.#limits.materialBytes,
    );
    return {
      digest: known.digest,
      ...(await this.#collect(reference, known)),
      ...(bytes && { bytes }),
    };
  }

  /** Looks at a bundle for a file of which nothing but the digest is known. */
  async lookForDigest(digest: Digest, bundle: string): Promise<LocalLook> {
    const known = { digest };
    return {
      digest,
      ...(await this.#collect(localReference(digest, bundle), known)),
    };
  }

  async #collect(reference: FileReference, known: KnownFile) {
    const { repository } = reference;
    const look = new Look(known.digest, repository, this.#limits, fileSources);
    await collectBesideFile(this.#files, reference, look, known);
    return look.end(this.#clock.now());
  }
}

function localReference(path: string, bundle?: string): FileReference {
  return {
    type: 'file',
    text: path,
    url: pathToFileURL(path).href,
    host: '',
    repository: path,
    ...(bundle !== undefined && { bundleUrl: pathToFileURL(bundle).href }),
  };
}
