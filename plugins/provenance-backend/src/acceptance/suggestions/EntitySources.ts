import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RuleSuggestion } from '@countersign/backstage-plugin-provenance-common';
import { isManagedIn } from '@countersign/domain';
import { entitiesSeenBy } from '../../discovery';
import { batchesOf } from '../../store/batchesOf';

/** Why a source repository is believed to be an entity's own (S2.4). */
export interface EntitySource {
  basis: Exclude<RuleSuggestion['basis'], 'none'>;
  isSource(repository: string): boolean;
}

/** Beyond so many entities nothing is known, and nothing is ticked beforehand. */
const mostEntities = 1_000;

/**
 * What is known of the sources of entities: the place from which the catalog reads them, which it stamps itself. A
 * reviewed binding goes before it as soon as the registry has bindings. What an entity says of its source is no word.
 */
export class EntitySources {
  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      logger: LoggerService;
    },
  ) {}

  /** An entity of which nothing is known is left out. */
  async read(
    entityRefs: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, EntitySource>> {
    const found = new Map<string, EntitySource>();
    const asked = [...entityRefs].slice(0, mostEntities);
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
      return new Map();
    }
    return found;
  }
}

function managedBy({ metadata }: Entity): EntitySource | undefined {
  const location = metadata.annotations?.[ANNOTATION_LOCATION];
  return location === undefined
    ? undefined
    : {
        basis: 'managed-by',
        isSource: repository => isManagedIn(location, repository),
      };
}
