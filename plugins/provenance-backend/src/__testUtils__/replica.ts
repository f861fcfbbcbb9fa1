import Knex from 'knex';
import { startEngine } from '../engine';
import { engineOver, fakeLooker } from './engineOver';
import { ManualClock } from './fixtures';

/*
 * One replica in a process of its own, to be killed: it works until it has made so many looks, and hangs in the next
 * ones. Says so with a line; every look that ended is a row in `looked`.
 */
const { connection, now, looks } = JSON.parse(process.argv[2]) as {
  connection: object;
  now: string;
  looks: number;
};

const knex = Knex({ client: 'pg', connection });
const clock = new ManualClock(now);
let made = 0;

const looker = fakeLooker(clock, {
  async collect(name) {
    if (++made > looks) {
      process.stdout.write('hanging\n');
      await new Promise(() => undefined);
    }
    await knex('looked').insert({ name, who: 'replica' });
  },
});

startEngine(engineOver(knex, clock, { looker }));
// The engine's own timers hold no process; this one does.
setInterval(() => undefined, 1_000);
