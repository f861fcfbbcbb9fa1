import type { Knex } from 'knex';
import { ChangingWorld } from '../__testUtils__/ChangingWorld';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { engineOver, syncAll, usageOf } from '../__testUtils__/engineOver';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { judgingBy, signed } from '../__testUtils__/judgingActs';
import { runOnce } from './Engine';

jest.setTimeout(60_000);

const name = 'ghcr.io/acme/app';

/** What a statement does, and to which table. */
function inShort(sql: string): string {
  const text = sql.replace(/["`]/g, '').replace(/\s+/g, ' ');
  const [, verb, table] =
    /\b(INSERT INTO|UPDATE|DELETE FROM|SELECT\b.*?\bFROM(?: v JOIN)?) (\w+)/i.exec(
      text,
    ) ?? [];
  return verb ? `${verb.split(' ')[0].toLowerCase()} ${table}` : text;
}

/** To leave it to whoever comes to the digest by another name. */
const leaving = [
  'BEGIN;',
  'select generations',
  'select materials',
  'insert materials',
  'update digest_looks',
  // Once in a while.
  'delete digest_looks',
  'COMMIT;',
];

/** To record it; however many are recorded together (`recordLooks.test.ts`). */
const recording = [
  'BEGIN;',
  'select generations',
  'select work',
  'update work',
  'select materials',
  'insert evidence',
  'select collections',
  'insert collections',
  'update usage_states',
  'insert accepted_materials',
  'insert known_signers',
  'delete known_statements',
  'insert known_statements',
  'update judgements',
  'select judgements',
  'insert judgements',
  'insert log_entries',
  'insert transitions',
  'insert current_usages',
  'select signers',
  // Whom nobody has seen yet.
  'insert signers',
  'select signers',
  // At which ref and with which claims: what a rule is held against that somebody writes.
  'insert signer_forms',
  'insert usage_signers',
  'update current_usages',
  'COMMIT;',
];

/** Each statement waits for its turn while a sweep keeps the machine busy, so that one more has to be worth it. */
describe.each(databases.eachSupportedId())('a first look on %s', id => {
  let knex: Knex;

  it('sends these statements and no others', async () => {
    knex = await migratedDatabase(id);
    const clock = new ManualClock();
    const world = new ChangingWorld();
    world.names.set(`${name}:1`, name);
    world.put(name, signed(at(0)));
    const engine = engineOver(knex, clock, {
      ...{ looker: world.looker(clock), verification: world.verification() },
      ...judgingBy(undefined),
    });
    await syncAll(knex, [usageOf('app')]);
    const sent: string[] = [];
    const remember = ({ sql }: { sql: string }) => sent.push(inShort(sql));
    knex.on('query', remember);
    await runOnce(engine);
    knex.off('query', remember);
    // Before and after it is claimed.
    const look = sent.slice(
      sent.indexOf('select usages'),
      sent.lastIndexOf('COMMIT;') + 1,
    );
    expect(look).toEqual([
      ...['select usages', 'insert digest_looks', ...leaving],
      ...['select findings', 'select collections', 'select evidence'],
      ...recording,
    ]);
    expect(await knex('judgements')).toMatchObject([{ verdict: 'trusted' }]);
  });
});
