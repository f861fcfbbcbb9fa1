import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';

/** How long a viewer may go on seeing an entity that was taken away. */
const longestMs = 60_000;
/** Beyond this many viewers at once the oldest answers are asked for again. */
const mostViewers = 200;

interface Answer {
  at: number;
  refs: Promise<ReadonlySet<string>>;
}

/**
 * Which entities that name artifacts a viewer sees, by asking the catalog as that viewer. Only the catalog can evaluate its own
 * conditions.
 */
export class VisibleEntities {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly options: { catalog: CatalogService; clock: Clock },
  ) {}

  async of(credentials: BackstageCredentials): Promise<ReadonlySet<string>> {
    const viewer = viewerOf(credentials);
    if (viewer === undefined) return this.ask(credentials);
    const now = this.options.clock.now().getTime();
    const known = this.answers.get(viewer);
    if (known && now >= known.at && now - known.at < longestMs)
      return known.refs;
    return this.remember(viewer, now, this.ask(credentials));
  }

  private remember(viewer: string, at: number, refs: Answer['refs']) {
    this.answers.delete(viewer);
    this.answers.set(viewer, { at, refs });
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostViewers) this.answers.delete(oldest);
    // A catalog that failed once must not hide everything from this viewer for a minute. A newer answer stays.
    refs.catch(() => {
      if (this.answers.get(viewer)?.refs === refs) this.answers.delete(viewer);
    });
    return refs;
  }

  private async ask(credentials: BackstageCredentials) {
    const refs = new Set<string>();
    const pages = this.options.catalog.streamEntities(
      {
        // Only these have usages. Two hundred viewers times a whole catalog would fill the memory.
        filter: {
          [`metadata.annotations.${ARTIFACTS_ANNOTATION}`]:
            CATALOG_FILTER_EXISTS,
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        pageSize: 500,
      },
      { credentials },
    );
    for await (const page of pages) {
      for (const entity of page) refs.add(stringifyEntityRef(entity));
    }
    return refs;
  }
}

/** Only plain users are remembered: a service may be restricted in ways that its name does not show. */
function viewerOf({ principal }: BackstageCredentials): string | undefined {
  const { type, userEntityRef, actor } = principal as {
    type?: string;
    userEntityRef?: string;
    actor?: unknown;
  };
  return type === 'user' && actor === undefined ? userEntityRef : undefined;
}
