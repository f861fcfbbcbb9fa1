import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Governance, Reviewer } from '@countersign/domain';
import { erased } from '../log/redact';
import { groupsAbove } from './groupsAbove';
import { reviewerOf } from './reviewerOf';

const fields = ['kind', 'metadata.name', 'metadata.namespace', 'relations'];

/**
 * What is known now of people who approved earlier. They may have left their groups since, or the company: the catalog is
 * asked each time, for their groups and for those above.
 */
export class CatalogReviewers {
  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
      auth: Pick<AuthService, 'getOwnServiceCredentials'>;
      logger: Pick<LoggerService, 'warn'>;
      governance: Pick<Governance, 'reviewers'>;
    },
  ) {}

  /** @returns by reference; who is missing is not known, and nobody is while the catalog does not answer */
  async of(given: readonly string[]): Promise<Map<string, Reviewer>> {
    const { logger } = this.options;
    const refs = given.filter(ref => ref !== erased);
    if (refs.length === 0) return new Map();
    try {
      return await this.known(refs);
    } catch (error) {
      logger.warn(
        'the catalog does not say who reviewers are; none of them counts',
        error as Error,
      );
      return new Map();
    }
  }

  private async known(refs: readonly string[]): Promise<Map<string, Reviewer>> {
    const users = await this.read([...refs]);
    const groupsOf = users.map(groupsIn);
    const above = await groupsAbove(groupsOf.flat(), groups =>
      this.read(groups),
    );
    const { governance } = this.options;
    return new Map(
      refs.flatMap((ref, i) => {
        const groups = groupsOf[i].flatMap(above);
        return users[i] ? [[ref, reviewerOf(ref, groups, governance)]] : [];
      }),
    );
  }

  private async read(entityRefs: string[]): Promise<(Entity | undefined)[]> {
    const { catalog, auth } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items;
  }
}

function groupsIn(user: Entity | undefined): string[] {
  return (user?.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => targetRef);
}
