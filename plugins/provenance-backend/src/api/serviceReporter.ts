import type {
  AuthService,
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import { isBound, type ReporterBinding } from '../discovery';
import { readEntities, syncEntities } from '../store';
import { askCatalog } from './askCatalog';
import type { Reporter } from './Reporter';

/**
 * A service, which may report what the configuration binds it to. Permissions say nothing about a service: an
 * unrestricted one has all of them (S9.6).
 *
 * @throws NotAllowedError where the configuration does not name it
 */
export function serviceReporter(
  { principal }: BackstageCredentials<BackstageServicePrincipal>,
  options: {
    knex: Knex;
    clock: { now(): Date };
    catalog: CatalogService;
    auth: AuthService;
    bindings: ReporterBinding[];
  },
): Reporter {
  const { subject } = principal;
  const bindings = options.bindings.filter(one => one.subject === subject);
  if (bindings.length === 0)
    throw new NotAllowedError(
      'provenance.discovery.reporters does not name this service',
    );
  return {
    name: subject,
    entities: entityRefs => entitiesOf(entityRefs, options),
    mayReport: (entity, identity) => isBound(bindings, entity, identity),
  };
}

/** As the last pass saw them. One that is so new that no pass has is asked for by name. */
async function entitiesOf(
  entityRefs: string[],
  options: Parameters<typeof serviceReporter>[1],
) {
  const { knex, clock, catalog, auth } = options;
  const known = await readEntities({ knex, entityRefs });
  const names = new Set(known.map(({ entityRef }) => entityRef));
  const unknown = entityRefs.filter(ref => !names.has(ref));
  if (unknown.length === 0) return known;
  const credentials = await auth.getOwnServiceCredentials();
  const found = await askCatalog(unknown, catalog, credentials);
  const now = clock.now().toISOString();
  if (found.length > 0) await syncEntities({ knex, entities: found, now });
  return [...known, ...found];
}
