import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import { locatable } from '../discovery';

/** How long a viewer may go on seeing an entity that was taken away. */
const longestMs = 60_000;
/** Beyond this many viewers, or entities of all of them, the oldest answers are asked for again. */
const mostViewers = 200;
const mostRefs = 500_000;

interface Answer {
  at: number;
  refs: Promise<ReadonlySet<string>>;
  /** How many there are; none before the catalog has answered. */
  size: number;
}

/**
 * Which entities that may run something a viewer sees, by asking the catalog as that viewer. Only the catalog can evaluate its own
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
    const answer: Answer = { at, refs, size: 0 };
    this.answers.set(viewer, answer);
    this.forgetOldest();
    refs.then(
      ({ size }) => {
        answer.size = size;
        this.forgetOldest();
      },
      () => {
        // A catalog that failed once must not hide everything from this viewer for a minute. A newer answer stays.
        if (this.answers.get(viewer) === answer) this.answers.delete(viewer);
      },
    );
    return refs;
  }

  /** Two hundred viewers times a large catalog would fill the memory. */
  private forgetOldest() {
    let refs = 0;
    for (const { size } of this.answers.values()) refs += size;
    for (const [viewer, { size }] of this.answers) {
      if (this.answers.size <= mostViewers && refs <= mostRefs) return;
      this.answers.delete(viewer);
      refs -= size;
    }
  }

  private async ask(credentials: BackstageCredentials) {
    const refs = new Set<string>();
    const pages = this.options.catalog.streamEntities(
      {
        filter: locatable,
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
