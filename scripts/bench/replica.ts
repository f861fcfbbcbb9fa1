import Knex from 'knex';
import { startEngine } from '../../plugins/provenance-backend/src/engine';
import { engineOn, MovedClock } from './sweepEngine';

/** One of several processes on one database, until whoever started it lets go. */
async function main() {
  const [address, world] = process.argv.slice(2);
  const pool = { min: 0, max: 10 };
  const knex = Knex({ client: 'pg', connection: address, pool });
  const clock = new MovedClock();
  const size = { concurrency: 1, workers: 1 };
  const { engine, close } = await engineOn(knex, {
    ...{ ...JSON.parse(world), clock },
    ...size,
  });
  const running = startEngine({ ...engine, pollMs: 50 });
  process.send?.('ready');
  process.once('disconnect', async () => {
    await running.stop();
    await close();
    await knex.destroy();
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
