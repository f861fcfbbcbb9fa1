import {
  coreServices,
  createBackendPlugin,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  provenancePermissions,
  usageReadPermission,
} from '@countersign/backstage-plugin-provenance-common';
import {
  alertSinksExtensionPoint,
  authoritiesExtensionPoint,
  clockServiceRef,
  locatorsExtensionPoint,
} from '@countersign/backstage-plugin-provenance-node';
import { readConfiguration } from './config';
import { LocatorCollector } from './discovery';
import { pooledVerification } from './engine';
import { MeteredObserver, optionalMetrics, optionalTracing } from './health';
import {
  applyMigrations,
  hideBindings,
  readDatabaseClock,
  readUsageIdentities,
  takeTurns,
} from './store';
import { startProvenance } from './startProvenance';
import { AlertSinkCollector } from './tell';
import { AuthorityCollector, keepingIn, Trust } from './trust';
import { usageResourceRef, usageRules } from './visibility';

/**
 * Verifies who signed the artifacts of catalog entities, and whether they were allowed to.
 *
 * @public
 */
export const provenancePlugin = createBackendPlugin({
  pluginId: 'provenance',
  register(env) {
    const brought = new AuthorityCollector();
    env.registerExtensionPoint({
      extensionPoint: authoritiesExtensionPoint,
      factory: ({ reportModuleStartupFailure }) =>
        brought.forModule(error => reportModuleStartupFailure({ error })),
    });
    const alerts = new AlertSinkCollector();
    env.registerExtensionPoint(alertSinksExtensionPoint, alerts);
    const locators = new LocatorCollector();
    env.registerExtensionPoint(locatorsExtensionPoint, locators);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: clockServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: optionalMetrics,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        tracing: optionalTracing,
        userInfo: coreServices.userInfo,
      },
      async init({ database, config, metrics, tracing, ...services }) {
        const configuration = readConfiguration(config);
        const knex = await openDatabase(database);
        const verification = pooledVerification(
          configuration.verification.workers,
        );
        const trust = await Trust.open({
          configured: configuration.authorities,
          brought: brought.beside(configuration.authorities),
          keeping: keepingIn(knex, services.clock, verification),
        });
        services.permissionsRegistry.addPermissions(provenancePermissions);
        services.permissionsRegistry.addResourceType({
          resourceRef: usageResourceRef,
          permissions: [usageReadPermission],
          rules: Object.values(usageRules),
          getResources: ids => readUsageIdentities({ knex, ids }),
        });
        await startProvenance({
          ...services,
          knex,
          databaseClock: () => readDatabaseClock({ knex }),
          configuration,
          trust,
          verification,
          metrics,
          observer: new MeteredObserver(metrics, tracing),
          sinks: alerts.sinks,
          sources: locators.sources,
          isGuarded: config.getOptionalBoolean('permission.enabled') ?? false,
        });
      },
    });
  },
});

async function openDatabase(database: DatabaseService) {
  const knex = takeTurns(hideBindings(await database.getClient()));
  if (!database.migrations?.skip) await applyMigrations(knex);
  return knex;
}
