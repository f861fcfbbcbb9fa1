import type { Digest } from '@countersign/domain';

/**
 * An artifact in an OCI registry.
 *
 * @public
 */
export interface OciReference {
  /** An image or another artifact in a registry. */
  type: 'oci';
  /** As it was written. */
  text: string;
  /** Registry, lower case, with its port where it has one. */
  host: string;
  /** Repository without the host: `acme/payments`. */
  path: string;
  /** `host/path`. */
  repository: string;
  /** The mutable name, where one was written. */
  tag?: string;
  /** The digest, where one was written; it outranks the tag. */
  digest?: Digest;
}

/**
 * An artifact behind a web address.
 *
 * @public
 */
export interface FileReference {
  /** A file behind a web address. */
  type: 'file';
  /** As it was written. */
  text: string;
  /** Normalised address, without fragment. */
  url: string;
  /** Host, with its port where it is not the scheme's own. */
  host: string;
  /** The address without query and fragment. */
  repository: string;
  /** The digest that the address demands of the file, where it does. */
  digest?: Digest;
  /** Address of the bundle, where it was named. */
  bundleUrl?: string;
}

/**
 * What names an artifact.
 *
 * @public
 */
export type Reference = OciReference | FileReference;

/**
 * What goes with a reference and is not part of it.
 *
 * @public
 */
export interface ReferenceOptions {
  /** Web address of the bundle beside a file. */
  bundleUrl?: string;
}
