import {
  createMockDirectory,
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { sandboxDatabases } from './sandboxDatabases';

describe('the databases of the sandbox', () => {
  const directory = createMockDirectory();

  async function settings(connection: string | { directory: string }) {
    const data = {
      backend: { database: { client: 'better-sqlite3', connection } },
    };
    const subject = await ServiceFactoryTester.from(sandboxDatabases, {
      dependencies: [mockServices.rootConfig.factory({ data })],
    }).getSubject('some');
    const knex = await subject.getClient();
    const [{ journal_mode: journal }] = await knex.raw('PRAGMA journal_mode');
    const [{ synchronous }] = await knex.raw('PRAGMA synchronous');
    await knex.destroy();
    return { journal, synchronous };
  }

  it('write ahead in files, and wait for the disk at checkpoints alone', async () => {
    expect(await settings({ directory: directory.path })).toEqual({
      journal: 'wal',
      synchronous: 1,
    });
  });

  it('stay in memory where they are there', async () => {
    expect(await settings(':memory:')).toMatchObject({ journal: 'memory' });
  });
});
