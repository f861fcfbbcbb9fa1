import type { Judgement } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  repository,
  sync,
} from '../../__testUtils__/fixtures';
import { checkIntegrity, sealAll } from '../../log';
import { appendManyWithDetailElsewhere } from '../../log/appendToLog';
import { transitionContent } from '../../log/transitionContent';
import { listTransitions } from './listTransitions';
import { writeJudgement } from './writeJudgement';

jest.setTimeout(60_000);

const observed = judgementOf('untrusted', 'wrong-authority', {
  registryVersion: 6,
});
const enforced: Judgement = {
  ...observed,
  decision: 'deny',
  registryVersion: 7,
};

describe.each(databases.eachSupportedId())('writeJudgement on %s', id => {
  let knex: Knex;
  let usageId: string;

  const write = (judgement: Judgement, minute: number, generation = 'g1') =>
    knex.transaction(trx =>
      writeJudgement({
        ...{ trx, usageId, judgement, generation },
        now: at(minute),
      }),
    );

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    [usageId] = await sync(knex, [declared()]);
    await write(observed, 1);
    await knex('outbox').delete();
  });

  const transitions = () =>
    knex('transitions').where('at', '>', at(1)).orderBy('id');

  it('S10.1 makes a transition of a decision that changes alone, and its entry says what it was', async () => {
    await write(enforced, 2, 'g2');
    expect(await transitions()).toMatchObject([
      {
        from_verdict: 'untrusted',
        from_decision: 'warn',
        from_reason_code: 'wrong-authority',
        verdict: 'untrusted',
        decision: 'deny',
        reason_code: 'wrong-authority',
      },
    ]);
    const [{ entry_id }] = await transitions();
    const entry = await knex('log_entries').where({ id: entry_id }).first();
    expect(JSON.parse(entry.content)).toMatchObject({
      fromDecision: 'warn',
      decision: 'deny',
      generation: 'g2',
    });
    const [judgement] = await knex('judgements');
    expect(judgement).toMatchObject({ decision: 'deny', since: at(1) });
    expect(await knex('current_usages')).toMatchObject([{ decision: 'deny' }]);
  });

  it('S10.1 tells nobody of it as of tampering', async () => {
    await write(enforced, 2, 'g2');
    await write(observed, 3, 'g3');
    expect(await transitions()).toHaveLength(2);
    expect(await knex('outbox')).toEqual([]);
  });

  it('S10.1 S6.3 writes nothing for a version of the list that changes nothing for the usage', async () => {
    await write({ ...observed, registryVersion: 8 }, 2, 'g2');
    expect(await transitions()).toEqual([]);
    expect(await knex('judgements')).toMatchObject([{ generation: 'g2' }]);
  });

  it('S10.2 a row whose decision before was altered does not agree with its entry', async () => {
    await write(enforced, 2);
    await sealAll({ knex, clock: new ManualClock(at(3)) });
    const check = () => checkIntegrity({ knex, now: new Date(at(3)) });
    expect(await check()).toMatchObject({ status: 'whole' });
    await knex('transitions')
      .where({ from_decision: 'warn', decision: 'deny' })
      .update({ from_decision: 'deny' });
    expect(await check()).toMatchObject({
      status: 'broken',
      broken: { how: 'row-changed' },
    });
  });

  it('S10.2 an entry of the release before, which did not tell it, agrees with a row that did not keep it', async () => {
    await knex.transaction(asBefore);
    await sealAll({ knex, clock: new ManualClock(at(3)) });
    const check = () => checkIntegrity({ knex, now: new Date(at(3)) });
    expect(await check()).toMatchObject({ status: 'whole' });
    await transitions().update({ from_decision: 'deny' });
    expect(await check()).toMatchObject({
      status: 'broken',
      broken: { how: 'row-changed' },
    });
  });

  /** A transition as the release before wrote it. */
  async function asBefore(trx: Knex.Transaction) {
    const row = {
      ...{ usage_id: usageId, at: at(2), content: JSON.stringify(enforced) },
      from_verdict: 'untrusted',
      from_reason_code: 'wrong-authority',
      verdict: 'untrusted',
      decision: 'deny',
      reason_code: 'wrong-authority',
    };
    const { fromDecision, ...told } = transitionContent({
      ...row,
      from_decision: null,
    });
    expect(fromDecision).toBeNull();
    const entry = { kind: 'transition', at: row.at, content: told } as const;
    const [entryId] = await appendManyWithDetailElsewhere({
      trx,
      entries: [{ ...entry, detail: row.content }],
    });
    await trx('transitions').insert({ ...row, entry_id: entryId });
  }

  it('S10.1 shows each transition with what the usage ran then', async () => {
    const release = (tag: string, minute: number) =>
      sync(knex, [declared({ reference: `${repository}:${tag}`, tag })], {
        now: at(minute),
      });
    await write(enforced, 2);
    await release('2', 3);
    await write(observed, 4);
    await release('3', 5);
    const list = (after?: (string | number)[]) =>
      listTransitions({ knex, usageId, limit: 3, after });
    const { found, total } = await list();
    const { found: rest } = await list([...found[2].at]);
    const all = [...found, ...rest].map(({ row }) => [
      row.at,
      row.state?.reference,
    ]);
    expect(all).toEqual([
      [at(5), `${repository}:3`],
      [at(4), `${repository}:2`],
      [at(3), `${repository}:2`],
      [at(2), `${repository}:1`],
      [at(1), `${repository}:1`],
      [at(0), `${repository}:1`],
    ]);
    expect(total).toBe(6);
    await knex('usage_states')
      .where({ valid_to: at(3) })
      .delete();
    expect((await list([at(3), 0])).found[0].row.state).toBeUndefined();
  });
});
