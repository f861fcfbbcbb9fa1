import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';

/**
 * Something that an entity runs or ships, as a locator found it. Every text may be a stranger's: it is checked as an
 * item of the annotation is, and what cannot be read becomes a reason on that usage alone.
 *
 * @public
 */
export interface LocatedArtifact {
  /** An image reference, best with its digest (`ghcr.io/acme/payments:1.8.2@sha256:...`), or the address of a file. */
  reference: string;
  /** What it is; absent: an image where the reference is one, else a package. */
  kind?: string;
  /** Address of the bundle of a file. */
  bundle?: string;
  environment?: string;
  cloud?: string;
  location?: string;
}

/**
 * What a locator says about one entity.
 *
 * @public
 */
export interface LocatedEntity {
  /** One of the entities that were asked about; what is said about another one is dropped. */
  entityRef: string;
  /** All that there is; what was said before and is missing in two passes in a row ends. */
  artifacts: LocatedArtifact[];
  /** Why there may be more: a cluster that did not answer. Then nothing ends that is missing. */
  incomplete?: string;
}

/**
 * Finds out what entities run or ship.
 *
 * @public
 */
export interface ArtifactLocator {
  /** Kept with every claim, so it must not change. Small letters, digits and dashes, at most 64 characters. */
  name: string;
  /** `observed` where it has seen what runs: that outranks what is reported and declared (S3.2). */
  standing: 'observed' | 'declared';
  /**
   * Is asked about a page of at most 500 entities at a time, once a pass, on one replica.
   *
   * @param options - `signal`: aborted when nobody waits for the answer any more, after a minute
   * @returns an answer for each entity that it could look at; about an entity that is left out nothing changes
   * @throws where it cannot tell about any of them; then its claims stay as they are and `GET /status` says why
   */
  locate(
    entities: Entity[],
    options: { signal: AbortSignal },
  ): Promise<LocatedEntity[]>;
}

/**
 * Lets a module tell what entities run or ship.
 *
 * @public
 */
export interface LocatorsExtensionPoint {
  /** @throws Error where another locator has the name, or the name is not allowed */
  addLocator(locator: ArtifactLocator): void;
}

/** @public */
export const locatorsExtensionPoint =
  createExtensionPoint<LocatorsExtensionPoint>({
    id: 'provenance.locators',
  });
