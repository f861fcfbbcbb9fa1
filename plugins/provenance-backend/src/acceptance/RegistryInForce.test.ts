import {
  mockServices,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { AcceptanceList } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { ManualClock } from '../__testUtils__/fixtures';
import {
  governed,
  observing,
  oneApproval,
  seed,
} from '../__testUtils__/governed';
import { mergeProposal } from '../store';
import { RegistryFindings } from './RegistryFindings';
import { RegistryInForce } from './RegistryInForce';

jest.setTimeout(60_000);

const list: AcceptanceList = {
  initial: seed.rules,
  governance: { reviewers: [], securityReviewers: [] },
};
const nothing = { version: 0, rules: [] };

describe.each(databases.eachSupportedId())(
  'the governed registry in force, %s',
  (id: TestDatabaseId) => {
    let knex: Knex;
    let clock: ManualClock;
    let mayWrite = true;
    const logger = mockServices.logger.mock();
    const createEvent = jest.fn(async () => ({
      success: jest.fn(),
      fail: jest.fn(),
    }));

    beforeEach(async () => {
      jest.clearAllMocks();
      mayWrite = true;
      clock = new ManualClock();
      knex = await migratedDatabase(id);
    });

    async function replica(given = list, database = knex, check = () => {}) {
      const auditor = mockServices.auditor.mock({ createEvent });
      const options = { knex: database, clock, auditor, logger, check };
      const registry = await RegistryInForce.open({ ...options, list: given });
      const findings = new RegistryFindings({
        ...options,
        mayWrite: () => mayWrite,
      });
      return {
        registry,
        /** A load, and what it tells. */
        async load() {
          clock.advance(1);
          await registry.load();
          await findings.update(registry.standing());
          return registry.inForce();
        },
      };
    }

    async function merge() {
      const people = governed(knex);
      const proposal = await people.opened();
      await people.approve(proposal);
      return mergeProposal({
        ...{ knex, id: proposal, by: 'user:default/mallory' },
        expected: await people.binding(proposal),
        ...{ decide: oneApproval, now: clock.now().toISOString() },
      });
    }
    const standing = () =>
      knex('findings')
        .where({ code: 'registry-hash-mismatch' })
        .whereNull('closed_at');

    it('S9.5 is seeded once, and never again by another configuration', async () => {
      const first = await replica();
      expect(first.registry.inForce()).toEqual({ version: 1, ...seed });
      const other = await replica({ ...list, initial: observing.rules });
      expect(other.registry.inForce()).toEqual({ version: 1, ...seed });
      expect(createEvent.mock.calls).toEqual([
        [expect.objectContaining({ eventId: 'acceptance-change' })],
      ]);
      expect(await knex('acceptance_versions')).toMatchObject([
        { source: 'seed', is_reviewed: 0 },
      ]);
    });

    it('S9.5 asks those who review for a word about what it seeded, once', async () => {
      const governance = { reviewers: ['group:default/platform'] };
      const given = {
        initial: seed.rules,
        governance: { ...governance, securityReviewers: [] },
      };
      const auditor = mockServices.auditor.mock({ createEvent });
      const options = { knex, clock, auditor, logger, check: () => {} };
      const open = () =>
        RegistryInForce.open({
          ...{ ...options, list: given, sinks: [{ name: 'one' }] },
        });
      await open();
      await open();
      const messages = await knex('messages');
      expect(messages.map(({ content }) => JSON.parse(content))).toMatchObject([
        {
          topic: 'review-wanted',
          recipients: ['group:default/platform'],
          title: 'Review wanted: version 1 of who may sign what',
        },
      ]);
    });

    it('S9.5 checks a list only before it is seeded: afterwards a mistake in it stops nobody', async () => {
      const refuse = jest.fn(() => {
        throw new Error('no authority "acne"');
      });
      await expect(replica(list, knex, refuse)).rejects.toThrow(
        'no authority "acne"',
      );
      expect(await knex('acceptance_versions')).toEqual([]);
      await replica();
      const { registry } = await replica(list, knex, refuse);
      expect(registry.inForce()).toEqual({ version: 1, ...seed });
      expect(refuse).toHaveBeenCalledTimes(1);
    });

    it('follows what is merged, and says so once', async () => {
      const { registry, load } = await replica();
      const changed = jest.fn();
      registry.onChange(changed);
      await merge();
      expect(await load()).toEqual({ version: 2, ...observing });
      await load();
      expect(changed).toHaveBeenCalledTimes(1);
      expect(await standing()).toEqual([]);
    });

    it('S9.5 keeps the last good version where the tables were emptied, and a new process trusts nothing', async () => {
      const running = await replica();
      await merge();
      await running.load();
      const versions = await knex('acceptance_versions').orderBy('number');
      const head = await knex('acceptance_head').first();
      await knex('acceptance_head').delete();
      await knex('acceptance_versions').delete();

      expect(await running.load()).toEqual({ version: 2, ...observing });
      expect(await standing()).toMatchObject([
        { usage_id: null, old: versions[1].content_hash, new: 'none' },
      ]);
      const started = await replica();
      expect(started.registry.inForce()).toEqual(nothing);
      expect(await started.load()).toEqual(nothing);
      expect(await standing()).toHaveLength(1);
      expect(await knex('acceptance_versions')).toEqual([]);

      await knex('acceptance_versions').insert(versions);
      await knex('acceptance_head').insert(head);
      expect(await started.load()).toEqual({ version: 2, ...observing });
      expect(await standing()).toEqual([]);
    });

    it('S9.5 takes no row that was changed by hand', async () => {
      const { registry, load } = await replica();
      const changed = jest.fn();
      registry.onChange(changed);
      const content = JSON.stringify(observing);
      await knex('acceptance_versions').update({ content });
      expect(await load()).toEqual({ version: 1, ...seed });
      expect(changed).not.toHaveBeenCalled();
      const { content_hash } = await knex('acceptance_versions').first();
      expect(await standing()).toMatchObject([
        { old: content_hash, new: expect.not.stringMatching(content_hash) },
      ]);
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringContaining('version 1 stays in force'),
      );
      await load();
      expect(logger.error).toHaveBeenCalledTimes(1);
    });

    it('S9.5 takes no row whose hash was changed with it', async () => {
      const { load } = await replica();
      const forged = { content: '{"rules":[]}', content_hash: 'f'.repeat(64) };
      await knex('acceptance_versions').update(forged);
      expect(await load()).toEqual({ version: 1, ...seed });
      expect(await standing()).toHaveLength(1);
    });

    it('S6.3 never goes back to a lower version, though the log was cut as well', async () => {
      const { load } = await replica();
      await merge();
      await load();
      await knex('acceptance_head').update({ number: 1 });
      await knex('log_entries')
        .where('content', 'like', '{"number":2%')
        .delete();
      await knex('acceptance_versions').where({ number: 2 }).delete();
      expect(await load()).toEqual({ version: 2, ...observing });
      expect(await standing()).toHaveLength(1);
    });

    it('keeps what is in force while the database is away, which is no finding', async () => {
      let isAway = false;
      const flaky = new Proxy(knex, {
        get(target, name, self) {
          if (name === 'transaction' && isAway)
            return async () => {
              throw new Error('away');
            };
          return Reflect.get(target, name, self);
        },
      });
      const { load } = await replica(list, flaky);
      isAway = true;
      expect(await load()).toEqual({ version: 1, ...seed });
      expect(await standing()).toEqual([]);
      expect(logger.warn).toHaveBeenCalled();
    });

    it('S6.3 tells what is wrong as soon as it may write', async () => {
      const { load } = await replica();
      mayWrite = false;
      await knex('acceptance_versions').delete();
      await load();
      expect(await standing()).toEqual([]);
      mayWrite = true;
      await load();
      expect(await standing()).toHaveLength(1);
    });
  },
);
