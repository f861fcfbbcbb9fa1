import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  type DatabaseService,
} from '@backstage/backend-plugin-api';

/**
 * The databases of the sandbox. Where they are SQLite's files, a write goes to a log beside the file and is on the disk a
 * moment later: by default each one waits for the disk several times, and everything else waits with it, so that a
 * catalog of thousands takes most of an hour. A power cut may cost the last seconds, and never what was there before.
 */
export const sandboxDatabases = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    pluginMetadata: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  createRootContext: ({ config, rootLifecycle, rootLogger }) =>
    DatabaseManager.fromConfig(config, { rootLifecycle, rootLogger }),
  factory: ({ pluginMetadata, lifecycle, logger }, manager) =>
    writingAhead(
      manager.forPlugin(pluginMetadata.getId(), { lifecycle, logger }),
    ),
});

function writingAhead(database: DatabaseService): DatabaseService {
  return {
    ...database,
    async getClient() {
      const knex = await database.getClient();
      if (knex.client.config.client !== 'better-sqlite3') return knex;
      await knex.raw('PRAGMA journal_mode = WAL');
      await knex.raw('PRAGMA synchronous = NORMAL');
      return knex;
    },
  };
}
