import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Governance, Reviewer } from '@countersign/domain';
import { reviewerOf } from './reviewerOf';

/**
 * What is known now of people who approved earlier. They may have left their groups since, or the company: the catalog is
 * asked each time.
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
  async of(refs: readonly string[]): Promise<Map<string, Reviewer>> {
    const { catalog, auth, logger, governance } = this.options;
    if (refs.length === 0) return new Map();
    try {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: [...refs],
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return new Map(
        refs.flatMap((ref, i) => {
          const relations = items[i]?.relations ?? [];
          const groups = relations
            .filter(({ type }) => type === RELATION_MEMBER_OF)
            .map(({ targetRef }) => targetRef);
          return items[i] ? [[ref, reviewerOf(ref, groups, governance)]] : [];
        }),
      );
    } catch (error) {
      logger.warn(
        'the catalog does not say who reviewers are; none of them counts',
        error as Error,
      );
      return new Map();
    }
  }
}
