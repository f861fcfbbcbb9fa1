import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { visibleText } from '@countersign/domain';
import {
  forgetEntities,
  listEntityRefs,
  listForgottenRefs,
  notePass,
} from '../store';
import { annotation } from './annotation/annotation';
import { endAbsent } from './endAbsent';
import { entitiesNamed, entitiesToLocate, pageSize } from './entitiesToLocate';
import { Pass, type PassContext } from './Pass';
import { endLifetimes } from './reports/endLifetimes';
import { reports } from './reports/reports';
import type { Source } from './Source';

export interface DiscoveryContext extends PassContext {
  catalog: CatalogService;
  auth: AuthService;
  /** Beside the annotation and what is reported. */
  sources?: Source[];
}

export interface PassResult {
  /** Entities that the catalog has. */
  entities: number;
  /** Usages that began, changed or ended. */
  changes: number;
}

/**
 * One pass over the catalog: every entity that may run something, page by page, by every locator.
 *
 * What vanished ends only after a pass that came to its end: a catalog that breaks off half-way has not said that the
 * other half is gone.
 *
 * @throws whatever the catalog throws; what was read until then is kept
 */
export async function discover(context: DiscoveryContext): Promise<PassResult> {
  const { sources = [] } = context;
  const pass = new Pass([annotation, ...sources, reports], context);
  try {
    for await (const page of entitiesToLocate(context)) await pass.take(page);
    await askAgain(pass, context);
  } catch (error) {
    if (!context.signal?.aborted) await noteFailure(pass, error as Error);
    throw error;
  }
  context.signal?.throwIfAborted();
  await endAbsent(pass);
  pass.changes += await endLifetimes(context);
  return { entities: pass.seen.size, changes: pass.changes };
}

/**
 * What is known and was on no page is asked for by name. What is not kept any more comes first: an entity that is
 * forgotten here would be met again.
 */
async function askAgain(pass: Pass, context: DiscoveryContext) {
  for (const list of [listForgottenRefs, listEntityRefs]) {
    let page: string[] = [];
    do {
      context.signal?.throwIfAborted();
      const after = page.at(-1);
      page = await list({ knex: context.knex, after, limit: pageSize });
      const unseen = page.filter(ref => !pass.seen.has(ref));
      if (unseen.length > 0) await askFor(unseen, pass, context);
    } while (page.length === pageSize);
  }
}

async function askFor(
  entityRefs: string[],
  pass: Pass,
  context: DiscoveryContext,
) {
  const { knex, clock, signal } = context;
  const there = await entitiesNamed(entityRefs, context);
  signal?.throwIfAborted();
  if (there.length > 0) await pass.take(there);
  const gone = entityRefs.filter(ref => !pass.seen.has(ref));
  await pass.miss(gone);
  const now = clock.now().toISOString();
  await forgetEntities({ knex, entityRefs: gone, now });
}

async function noteFailure(pass: Pass, error: Error): Promise<void> {
  const { knex, clock, logger } = pass.context;
  const problem = visibleText(`the catalog did not answer: ${error}`, 300);
  const now = clock.now().toISOString();
  try {
    for (const { source } of pass.progress)
      await notePass({
        ...{ knex, now, locator: source.name },
        outcome: { status: 'failed', problem },
      });
  } catch (cause) {
    // The first error says more.
    logger.warn('the failure of the pass could not be kept', cause as Error);
  }
}
