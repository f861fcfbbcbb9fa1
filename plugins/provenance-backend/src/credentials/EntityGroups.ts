import type { AuthService } from '@backstage/backend-plugin-api';
import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';

/** How long an entity may go on being looked at with the credentials of a team that it left. */
const longestMs = 60_000;
const mostEntities = 2_000;

/** Owners and systems of entities, as the catalog has them: credentials may be bound to these (S12.1). */
export class EntityGroups {
  private readonly answers = new Map<
    string,
    { at: number; groups: Promise<string[]> }
  >();

  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntityByRef'>;
      auth: Pick<AuthService, 'getOwnServiceCredentials'>;
      clock: Clock;
    },
  ) {}

  /** @throws where the catalog does not answer: nobody knows then whose credential may be used */
  of(entityRef: string): Promise<string[]> {
    const now = this.options.clock.now().getTime();
    const known = this.answers.get(entityRef);
    if (known && now >= known.at && now - known.at < longestMs)
      return known.groups;
    if (this.answers.size >= mostEntities) this.answers.clear();
    const groups = this.ask(entityRef);
    this.answers.set(entityRef, { at: now, groups });
    groups.catch(() => this.answers.delete(entityRef));
    return groups;
  }

  private async ask(entityRef: string): Promise<string[]> {
    const { catalog, auth } = this.options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    return entity ? groupsOf(entity) : [];
  }
}

function groupsOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(
      ({ type }) => type === RELATION_OWNED_BY || type === RELATION_PART_OF,
    )
    .map(({ targetRef }) => targetRef);
}
