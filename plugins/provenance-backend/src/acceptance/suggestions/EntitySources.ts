import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RuleSuggestion } from '@countersign/backstage-plugin-provenance-common';
import {
  isManagedIn,
  type RepositoryBinding,
  type SignerClaims,
} from '@countersign/domain';
import { entitiesSeenBy } from '../../discovery';
import { batchesOf } from '../../store/batchesOf';

/** Why a source repository is believed to be an entity's own (S2.4). */
export interface EntitySource {
  basis: Exclude<RuleSuggestion['basis'], 'none'>;
  /** @param claims - what all certificates say of their source */
  isSource(claims: SignerClaims): boolean;
}

/** Beyond so many entities nothing is known, and nothing is ticked beforehand. */
const mostEntities = 1_000;

/**
 * What is known of the sources of entities: the reviewed binding, else the place from which the catalog reads them, which
 * it stamps itself. What an entity says of its source is no word.
 */
export class EntitySources {
  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      logger: LoggerService;
      /** Of the version in force. */
      bindings(): readonly RepositoryBinding[] | undefined;
    },
  ) {}

  /** An entity of which nothing is known is left out. */
  async read(
    entityRefs: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, EntitySource>> {
    const bound = this.bound();
    const found = new Map(
      [...bound].filter(([entity]) => entityRefs.has(entity)),
    );
    const asked = [...entityRefs]
      .filter(entity => !bound.has(entity))
      .slice(0, mostEntities);
    const { catalog, auth } = this.options;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      for (const batch of batchesOf(asked))
        for (const entity of await entitiesSeenBy(
          credentials,
          batch,
          catalog,
        )) {
          const source = managedBy(entity);
          if (source) found.set(stringifyEntityRef(entity), source);
        }
    } catch (error) {
      // Decided closed: nothing is ticked beforehand, and the suggestions are there all the same.
      const { logger } = this.options;
      logger.warn(
        'the catalog does not say where entities are',
        error as Error,
      );
    }
    return found;
  }

  private bound(): Map<string, EntitySource> {
    const { bindings } = this.options;
    return new Map(
      (bindings() ?? []).map(binding => [binding.entity, boundTo(binding)]),
    );
  }
}

function managedBy({ metadata }: Entity): EntitySource | undefined {
  const location = metadata.annotations?.[ANNOTATION_LOCATION];
  return location === undefined
    ? undefined
    : {
        basis: 'managed-by',
        isSource: ({ sourceRepository = '' }) =>
          isManagedIn(location, sourceRepository),
      };
}

/** S2.4: by name, and by the ids that the review pinned. */
function boundTo({
  repository,
  repositoryId,
  ownerId,
}: RepositoryBinding): EntitySource {
  return {
    basis: 'binding',
    isSource: claims =>
      claims.sourceRepository === repository &&
      (repositoryId === undefined ||
        claims.sourceRepositoryId === repositoryId) &&
      (ownerId === undefined || claims.ownerId === ownerId),
  };
}
