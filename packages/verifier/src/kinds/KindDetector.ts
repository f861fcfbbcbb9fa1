import type { FileContent } from './content/FileContent';

/** How one kind of artifact is known by its bytes. */
export interface KindDetector {
  /**
   * Media types by which a manifest says it, of itself, its configuration or its layers; one that ends in a dot stands
   * for all that begin with it.
   */
  mediaTypes: readonly string[];
  /** Whether a file can be nothing but this, or this among others. */
  isFile(content: FileContent): boolean;
}
