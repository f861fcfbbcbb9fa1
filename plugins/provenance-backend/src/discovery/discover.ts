import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Judgement, Usage } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  finishPass,
  GenerationMovedError,
  listClaimedEntities,
  syncEntityUsages,
  type DeclaredUsage,
} from '../store';
import { declaredUsages } from './declaredUsages';

/** The name under which the annotation's claims are kept. */
export const ANNOTATION_LOCATOR = 'annotation';

const pageSize = 500;

const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

export interface DiscoveryContext {
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  clock: Clock;
  logger: LoggerService;
  /** The verdict on what nobody has looked at yet. */
  judgeUnseen(usage: Usage, declared: DeclaredUsage): Judgement;
  generation: string;
  /** Aborted when another replica was given the task: from then on this pass must end nothing. */
  signal?: AbortSignal;
}

export interface PassResult {
  entities: number;
  changes: number;
}

/**
 * One pass over the catalog: every entity that names artifacts, page by page.
 *
 * What vanished ends only after a pass that came to its end: a catalog that breaks off half-way has not said that the
 * other half is gone.
 *
 * @throws whatever the catalog throws; what was read until then is kept
 */
export async function discover(context: DiscoveryContext): Promise<PassResult> {
  const seen = new Set<string>();
  let changes = 0;
  for await (const page of annotatedEntities(context)) {
    context.signal?.throwIfAborted();
    for (const entity of page) {
      const entityRef = stringifyEntityRef(entity);
      seen.add(entityRef);
      changes += await sync(entityRef, declaredBy(entity), context);
    }
  }
  changes += await endVanished(seen, context);
  await finishPass({
    knex: context.knex,
    locator: ANNOTATION_LOCATOR,
    now: context.clock.now().toISOString(),
  });
  return { entities: seen.size, changes };
}

/**
 * Ends what the pass did not see, after asking for it by name: pages are read one after the other while entities come
 * and go, and an answer that is short is no word about what it leaves out.
 */
async function endVanished(
  seen: ReadonlySet<string>,
  context: DiscoveryContext,
): Promise<number> {
  const { knex, catalog, auth, signal } = context;
  signal?.throwIfAborted();
  const locator = ANNOTATION_LOCATOR;
  const claimed = await listClaimedEntities({ knex, locator });
  const missing = claimed.filter(ref => !seen.has(ref));
  let changes = 0;
  for (let i = 0; i < missing.length; i += pageSize) {
    const entityRefs = missing.slice(i, i + pageSize);
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    if (items.length !== entityRefs.length) {
      throw new Error('the catalog did not answer about every entity');
    }
    for (const [j, entityRef] of entityRefs.entries()) {
      const entity = items[j];
      const declared = entity ? declaredBy(entity) : [];
      changes += await sync(entityRef, declared, context);
    }
  }
  return changes;
}

/** Nothing where there is no annotation; one that is empty is a mistake and stays visible. */
function declaredBy(entity: Entity): DeclaredUsage[] {
  const annotation = entity.metadata.annotations?.[ARTIFACTS_ANNOTATION];
  return annotation === undefined
    ? []
    : declaredUsages(stringifyEntityRef(entity), annotation);
}

async function* annotatedEntities({
  catalog,
  auth,
}: DiscoveryContext): AsyncGenerator<Entity[]> {
  yield* catalog.streamEntities(
    {
      filter: {
        [`metadata.annotations.${ARTIFACTS_ANNOTATION}`]: CATALOG_FILTER_EXISTS,
      },
      fields,
      pageSize,
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
}

/** One entity that cannot be written must not keep the others from being seen. */
async function sync(
  entityRef: string,
  declared: DeclaredUsage[],
  context: DiscoveryContext,
): Promise<number> {
  const { knex, clock, generation, judgeUnseen, logger } = context;
  // Whoever was given the task may have read something newer by now.
  context.signal?.throwIfAborted();
  try {
    return await syncEntityUsages({
      knex,
      entityRef,
      locator: ANNOTATION_LOCATOR,
      standing: 'declared',
      declared,
      judgeUnseen,
      generation,
      now: clock.now().toISOString(),
    });
  } catch (error) {
    // The replicas of the active generation discover now.
    if (error instanceof GenerationMovedError) throw error;
    logger.error(
      `the artifacts of ${entityRef} could not be kept`,
      error as Error,
    );
    return 0;
  }
}
