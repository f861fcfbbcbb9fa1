import type { AuthoritySourceKind } from '@countersign/domain';
import type { TufMetadata } from '../tuf/TufMetadata';

/**
 * Where an authority's content comes from.
 *
 * @public
 */
export interface AuthoritySource {
  readonly kind: AuthoritySourceKind;
  /** For people: an address without credentials, or a path. */
  readonly location?: string;
  /** Under what it is kept: a hash of everything that pins it. Absent where nothing has to be kept. */
  readonly key?: string;
  /** Whether it can ever say anything new; one that cannot is asked until it has answered once. */
  readonly moves: boolean;
  /** What is built in and needs no network. */
  readonly first?: SourceState;
  /** Whether what was kept may still count as this source's word; yes where it says nothing. */
  accepts?(state: SourceState): boolean;
  /**
   * @param state - what this source said before
   * @throws SourceError, or any other error, where it says nothing that can be used
   * @internal
   */
  fetch(state: SourceState | undefined, now: Date): Promise<SourceState>;
}

/** @public */
export interface SourceState {
  /** A `trusted_root.json` or a PEM. */
  content: string;
  /** Signed metadata that leads to it and keeps anybody from leading back. */
  metadata?: TufMetadata;
  /** ISO 8601. */
  expiresAt?: string;
}

/** A source that did not come to an end, with what it learned on the way. */
export class SourceError extends Error {
  readonly name = 'SourceError';

  constructor(message: string, readonly metadata: TufMetadata, cause: unknown) {
    super(message, { cause });
  }
}
