import type { AcceptanceRule } from '@countersign/domain';
import type { Registry } from '@countersign/sandbox';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { artifact, rules, signedImage } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import { listOutdated, proposeGeneration } from '../store';
import { contentOf, generationOf } from '.';
import { rejudgeOutdated, rejudgeUsage } from './rejudge';
import { rejudgeTogether } from './rejudgeTogether';

jest.setTimeout(60_000);

const names = ['one', 'two', 'three', 'four'];

/** Nobody who signs here is accepted any more. */
const others = (registry: Registry): AcceptanceRule[] =>
  rules(registry).map(rule => ({
    ...rule,
    signers: [{ authority: 'acme', issuer: 'https://x.test', subject: 'x' }],
  }));

describe.each(databases.eachSupportedId())(
  'judging many again together, on %s',
  databaseId => {
    let knex: Knex;
    let portal: Portal;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      await portal.look(
        names.map(name =>
          component(name, artifact(signedImage(portal, name).reference)),
        ),
      );
      portal.clock.advance(1);
    });

    afterEach(() => portal.close());

    /** Puts other rules into force, and judges nothing by them yet. */
    function merge() {
      const { judging, verification } = portal.engine;
      const merged = {
        ...judging,
        registry: { version: 2, rules: others(portal.registry) },
      };
      portal.engine = {
        ...portal.engine,
        judging: merged,
        generation: generationOf(merged, verification.revision),
      };
      return portal.engine;
    }

    const outdated = () =>
      listOutdated({
        ...{ knex, generation: portal.engine.generation },
        ...{ after: '', limit: 100 },
      });
    const verdicts = () =>
      knex('judgements').orderBy('usage_id').pluck('reason_code');
    const contents = () =>
      knex('judgements').orderBy('usage_id').pluck('content');
    const refused = 'signer-not-accepted';

    it('S6.1 says what judging one by one says, and asks no registry', async () => {
      expect(await verdicts()).toEqual(names.map(() => 'accepted'));
      const asked = portal.registry.requests.list().length;
      const engine = merge();
      const ids = (await outdated()).map(({ id }) => id);
      expect(await rejudgeTogether(await outdated(), engine)).toEqual(
        new Set(ids),
      );
      expect(await outdated()).toEqual([]);
      expect(await verdicts()).toEqual(names.map(() => refused));
      const together = await contents();
      for (const id of ids) await rejudgeUsage(id, engine);
      expect(await contents()).toEqual(together);
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('takes as many statements for four as for two, where the verdicts stay', async () => {
      const engine = portal.engine;
      const counted = async (count: number) => {
        await knex('judgements').update({ generation: '' });
        const usages = (await outdated()).slice(0, count);
        const sent: string[] = [];
        const hear = ({ sql }: { sql: string }) => sent.push(sql);
        knex.on('query', hear);
        expect((await rejudgeTogether(usages, engine)).size).toBe(count);
        knex.off('query', hear);
        return sent.length;
      };
      expect(await counted(4)).toBe(await counted(2));
    });

    it('S1.6 says when the clock has the next word', async () => {
      const judgeAt = () => knex('work').orderBy('usage_id').pluck('judge_at');
      const before = await judgeAt();
      await knex('work').update({ judge_at: null });
      const engine = merge();
      await rejudgeTogether(await outdated(), engine);
      expect(before.every(at => at !== null)).toBe(true);
      expect(await judgeAt()).toEqual(before);
    });

    it('S6.3 writes nothing under a generation that is not the active one any more', async () => {
      const engine = merge();
      const newer = { ...engine.judging, registry: { version: 3, rules: [] } };
      await proposeGeneration({
        ...{ knex, expected: 0, authorities: [] },
        proposal: {
          generation: generationOf(newer, engine.verification.revision),
          content: contentOf(newer, engine.verification.revision),
          ...{ occasion: 'start', proposedBy: 'r2' },
        },
        now: portal.clock.now().toISOString(),
      });
      const before = await contents();
      expect(await rejudgeTogether(await outdated(), engine)).toEqual(
        new Set(),
      );
      expect(await contents()).toEqual(before);
    });

    it('leaves a verdict that came meanwhile', async () => {
      const engine = merge();
      const [first, ...rest] = await outdated();
      await knex('judgements')
        .where({ usage_id: first.id })
        .increment('revision', 1);
      const done = await rejudgeTogether([first, ...rest], engine);
      expect(done).toEqual(new Set(rest.map(({ id }) => id)));
    });

    it('leaves what has to be verified first, and it is done by itself', async () => {
      const [{ id, usage }] = await outdatedAll();
      await knex('evidence').where({ subject: usage.digest }).delete();
      const engine = merge();
      const done = await rejudgeTogether(await outdated(), engine);
      expect(done.size).toBe(names.length - 1);
      expect(done.has(id)).toBe(false);
      expect(await rejudgeOutdated(engine)).toEqual({ count: 1, failed: 0 });
      expect(await verdicts()).toEqual(names.map(() => refused));
      expect(
        await knex('evidence').where({ subject: usage.digest }),
      ).not.toEqual([]);
    });

    it('lets one that cannot be read keep nobody else', async () => {
      const [{ usage }] = await outdatedAll();
      await knex('evidence')
        .where({ subject: usage.digest })
        .update({ content: '{' });
      const engine = merge();
      expect(await rejudgeOutdated(engine)).toEqual({
        ...{ count: names.length - 1, failed: 1 },
      });
      expect(await verdicts()).toHaveLength(names.length);
      expect((await verdicts()).filter(code => code === refused)).toHaveLength(
        names.length - 1,
      );
      expect(engine.logger.warn).toHaveBeenCalledWith(
        'usages are judged again one by one',
        expect.any(SyntaxError),
      );
    });

    // SQLite runs one transaction at a time.
    if (databaseId !== 'SQLITE_3')
      it('waits for nobody who records a look', async () => {
        const engine = merge();
        const usages = await outdated();
        const [held] = usages;
        const trx = await knex.transaction();
        await trx('work').where({ usage_id: held.id }).forUpdate();
        const done = await rejudgeTogether(usages, engine);
        await trx.rollback();
        expect(done).toEqual(new Set(usages.slice(1).map(({ id }) => id)));
      });

    /** Whatever it was judged by. */
    function outdatedAll() {
      return listOutdated({ knex, generation: '', after: '', limit: 100 });
    }
  },
);
