import Knex from 'knex';
import { engineOn, MovedClock, sweep } from './sweepEngine';

/** A backend on a database, which sweeps when it is told to, until whoever started it lets go. */
async function main() {
  const [address, world] = process.argv.slice(2);
  const pool = { min: 0, max: 20 };
  const knex = Knex({ client: 'pg', connection: address, pool });
  const clock = new MovedClock();
  const { engine, close } = await engineOn(knex, {
    ...JSON.parse(world),
    clock,
  });
  process.on('message', async ({ advanceMs }: { advanceMs: number }) => {
    clock.advance(advanceMs);
    process.send?.({ swept: await sweep(engine, knex) });
  });
  process.once('disconnect', async () => {
    await close();
    await knex.destroy();
  });
  process.send?.({ isReady: true });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
