import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';

const providerName = 'sandbox';
const location = 'sandbox:acme-pay';

/**
 * Brings the world's entities into the catalog, people and groups included.
 *
 * @public
 */
export class SandboxEntityProvider implements EntityProvider {
  constructor(private readonly entities: Entity[]) {}

  getProviderName(): string {
    return providerName;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await connection.applyMutation({
      type: 'full',
      entities: this.entities.map(entity => ({
        entity: withLocation(entity),
        locationKey: providerName,
      })),
    });
  }
}

/** The catalog refuses entities that do not say where they come from. */
function withLocation(entity: Entity): Entity {
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        ...entity.metadata.annotations,
      },
    },
  };
}
