import type { AcceptanceUse } from '@countersign/backstage-plugin-provenance-common';
import type { AcceptanceRule, RegistryContent } from '@countersign/domain';
import { aidApi, type Asking } from '../__testUtils__/aidApi';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { ManualClock } from '../__testUtils__/fixtures';
import { rules } from '../__testUtils__/images';
import { signedWorld } from '../__testUtils__/signedWorld';
import { startPortal, type Portal } from '../__testUtils__/startPortal';
import { AcceptanceUses } from '../acceptance/use';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'what rules in force do, on %s',
  databaseId => {
    let portal: Portal;
    let asking: Asking;
    /** Statements that went through judgements. */
    let counted: number;

    beforeAll(async () => {
      const knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      await signedWorld(portal);
      knex.on('query', ({ sql }: { sql: string }) => {
        if (/select .judgements...usage_id/.test(sql)) counted++;
      });
    });

    beforeEach(() => {
      asking = { denied: [], restriction: { type: 'nothing' } };
      counted = 0;
    });

    afterAll(() => portal.close());

    const usesOf = () =>
      new AcceptanceUses({
        ...{ knex: portal.engine.knex, clock: portal.clock },
        registry: () => portal.engine.judging.registry,
      });
    const get = async (uses = usesOf()): Promise<AcceptanceUse> => {
      const { status, body } = await aidApi({ uses }, asking).get(
        '/acceptance/use',
      );
      expect([body.error, status]).toEqual([undefined, 200]);
      return body;
    };
    const changed = (change: Partial<AcceptanceRule>) => ({
      ...rules(portal.registry)[0],
      ...change,
    });

    it('counts usages of which they speak, and those that meet them, over all of them', async () => {
      const [signer] = rules(portal.registry)[0].signers;
      await portal.reconfigure({
        rules: [
          changed({}),
          changed({
            name: 'worker',
            signers: [
              { ...signer, subject: 'https://github.com/acme/worker/**' },
            ],
          }),
          changed({ name: 'of-nothing', references: ['nowhere.example/**'] }),
          changed({ name: 'off', mode: 'off' }),
        ],
      });
      const { rules: uses, ...rest } = await get();
      const lastMetAt = expect.stringMatching(/Z$/);
      expect(uses).toEqual([
        { rule: 'acme-release', usages: 4, met: 3, lastMetAt },
        { rule: 'worker', usages: 4, met: 1, lastMetAt },
        { rule: 'of-nothing', usages: 0, met: 0 },
        { rule: 'off', usages: 0, met: 0 },
      ]);
      expect(rest).toEqual({
        version: portal.engine.judging.registry.version,
        countedAt: portal.clock.now().toISOString(),
      });
    });

    it('S9.1 counts nothing that another version judged', async () => {
      const next = { version: 99, rules: [changed({})] };
      const uses = new AcceptanceUses({
        ...{ knex: portal.engine.knex, clock: portal.clock },
        registry: () => next,
      });
      expect(await get(uses)).toMatchObject({
        ...{ version: 99, pending: 4 },
        rules: [{ rule: 'acme-release', usages: 0, met: 0 }],
      });
    });

    it('counts once for many who ask, and again after a minute or with another version', async () => {
      let content: RegistryContent & { version: number } =
        portal.engine.judging.registry;
      const clock = new ManualClock(portal.clock.now().toISOString());
      const uses = new AcceptanceUses({
        ...{ knex: portal.engine.knex, clock, registry: () => content },
      });
      await Promise.all([get(uses), get(uses), get(uses)]);
      await get(uses);
      expect(counted).toBe(1);
      clock.advance(1);
      await get(uses);
      expect(counted).toBe(2);
      const before = uses.use();
      content = { ...content, version: 100 };
      const both = await Promise.all([before, get(uses)]);
      expect(both.map(({ version }) => version)).toEqual([
        portal.engine.judging.registry.version,
        100,
      ]);
    });

    it('is counted again after a failure', async () => {
      let isBroken = true;
      const uses = new AcceptanceUses({
        ...{ knex: portal.engine.knex },
        clock: {
          now() {
            if (isBroken) throw new Error('no clock');
            return portal.clock.now();
          },
        },
        registry: () => portal.engine.judging.registry,
      });
      await expect(uses.use()).rejects.toThrow('no clock');
      isBroken = false;
      expect((await uses.use()).rules).not.toHaveLength(0);
    });

    it('needs the permission to read rules', async () => {
      asking.denied = ['provenance.acceptance.read'];
      const uses = usesOf();
      const { status } = await aidApi({ uses }, asking).get('/acceptance/use');
      expect([status, counted]).toEqual([403, 0]);
    });

    it('is empty where nothing runs and nobody may sign', async () => {
      const uses = new AcceptanceUses({
        knex: await migratedDatabase(databaseId),
        clock: portal.clock,
        registry: () => ({ version: 0, rules: [] }),
      });
      expect(await get(uses)).toEqual({
        ...{ version: 0, rules: [] },
        countedAt: portal.clock.now().toISOString(),
      });
    });
  },
);
