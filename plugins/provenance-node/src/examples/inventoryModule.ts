import {
  coreServices,
  createBackendModule,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  locatorsExtensionPoint,
  type ArtifactLocator,
  type LocatedEntity,
} from '@countersign/backstage-plugin-provenance-node';

/** One line of the inventory: who runs what, where. */
interface Item {
  entity: string;
  image: string;
  environment?: string;
  cloud?: string;
  location?: string;
}

const mostBytes = 10 * 1024 * 1024;

/** Knows what runs from a JSON file that a pipeline writes: `[{ "entity": "component:default/pay", "image": "..." }]`. */
export class InventoryLocator implements ArtifactLocator {
  readonly name = 'inventory';
  // A list was written by somebody; only who has looked at what runs is `observed`.
  readonly standing = 'declared';

  constructor(
    private readonly url: string,
    private readonly reader: UrlReaderService,
  ) {}

  async locate(
    entities: Entity[],
    { signal }: { signal: AbortSignal },
  ): Promise<LocatedEntity[]> {
    const items = await this.read(signal);
    return entities.map(entity => {
      const entityRef = stringifyEntityRef(entity);
      const artifacts = items
        .filter(item => item.entity === entityRef)
        .map(({ image, environment, cloud, location }) => ({
          ...{ reference: image, environment, cloud, location },
        }));
      // Also where there are none: an entity that is left out keeps what was said about it before.
      return { entityRef, artifacts };
    });
  }

  /** Throws where the file cannot be read as a whole: half a list would end what the other half names. */
  private async read(signal: AbortSignal): Promise<Item[]> {
    const response = await this.reader.readUrl(this.url, { signal });
    const buffer = await response.buffer();
    if (buffer.byteLength > mostBytes)
      throw new Error(`the inventory has more than ${mostBytes} bytes`);
    const items: unknown = JSON.parse(buffer.toString('utf8'));
    if (!Array.isArray(items) || !items.every(isItem))
      throw new Error('the inventory is no list of entities with images');
    return items;
  }
}

function isItem(value: unknown): value is Item {
  const { entity, image, environment, cloud, location } = Object(
    value,
  ) as Partial<Item>;
  return (
    typeof entity === 'string' &&
    typeof image === 'string' &&
    [environment, cloud, location].every(text =>
      ['string', 'undefined'].includes(typeof text),
    )
  );
}

export const inventoryModule = createBackendModule({
  pluginId: 'provenance',
  moduleId: 'inventory',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        locators: locatorsExtensionPoint,
        reader: coreServices.urlReader,
      },
      async init({ config, locators, reader }) {
        const url = config.getString('inventory.url');
        locators.addLocator(new InventoryLocator(url, reader));
      },
    });
  },
});
