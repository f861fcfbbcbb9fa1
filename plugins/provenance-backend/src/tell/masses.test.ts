import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import {
  declared,
  digestOf,
  judgementOf,
  ManualClock,
  sync,
} from '../__testUtils__/fixtures';
import { ListeningSink, security, tellContext } from '../__testUtils__/telling';
import { writeFindings } from '../store/operations/writeFindings';
import { writeJudgement } from '../store/operations/writeJudgement';
import { tellOnce } from './startTelling';
import type { TellContext } from './TellContext';

jest.setTimeout(120_000);

const components = ['payments-1', 'cards-1', 'loans-1'];
const owners = [
  'group:default/cards',
  'group:default/loans',
  'group:default/payments',
];

describe.each(databases.eachSupportedId())(
  'one root cause on very much on %s',
  databaseId => {
    let knex: Knex;
    let clock: ManualClock;
    let sink: ListeningSink;
    let context: TellContext;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      clock = new ManualClock();
      sink = new ListeningSink(clock);
      context = tellContext({ knex, clock, sink, components });
    });

    const now = () => clock.now().toISOString();

    const judgeAll = (
      ids: string[],
      judgement: ReturnType<typeof judgementOf>,
    ) =>
      knex.transaction(async trx => {
        for (const usageId of ids)
          await writeJudgement({
            ...{ trx, usageId, judgement, generation: 'g1', now: now() },
          });
      });

    /** So many usages of the components that were trusted a day ago. */
    async function trusted(count: number): Promise<string[]> {
      const ids = [];
      for (const name of components)
        ids.push(
          ...(await sync(
            knex,
            Array.from({ length: count / components.length }, (_, i) => {
              const { identity, ...rest } = declared();
              const entityRef = `component:default/${name}`;
              const environment = `e${i}`;
              return {
                identity: { ...identity, entityRef, environment },
                ...rest,
              };
            }),
            { now: now(), entityRef: `component:default/${name}` },
          )),
        );
      await knex('usage_states').update({ digest: digestOf('a') });
      // One by one this would take longer than all that is tested here.
      await knex('judgements').update({
        ...{ verdict: 'trusted', decision: 'allow', reason_code: 'accepted' },
        since: now(),
      });
      clock.advance(25 * 60);
      return ids;
    }

    const toldOf = (recipient: string) =>
      sink.to(recipient).map(({ alert }) => [alert.topic, alert.title]);

    it('S6.4 makes one message for security, and one for each owner, of an authority that was removed', async () => {
      const ids = await trusted(999);
      const removed = judgementOf('untrusted', 'authority-removed', {
        reason: {
          code: 'authority-removed',
          parameters: { authority: 'partner' },
        },
      });
      // It takes a while: not all of them are judged at once.
      await judgeAll(ids.slice(0, 600), removed);
      clock.advance(0.4);
      await tellOnce(context);
      expect(sink.heard).toEqual([]);
      await judgeAll(ids.slice(600), removed);
      clock.advance(1);
      await tellOnce(context);
      expect(sink.recipients).toEqual([...owners, security].sort());
      for (const recipient of [security, ...owners])
        expect(toldOf(recipient)).toEqual([
          [
            'authority-removed',
            'The authority behind the signature was removed: ghcr.io/acme/payments:1',
          ],
        ]);
      const [{ alert }] = sink.to(security);
      expect(alert.description).toContain('and 994 more');
      clock.advance(120);
      await tellOnce(context);
      expect(sink.heard).toHaveLength(1 + owners.length);
    });

    it('S6.5 makes one message for security, and one for each owner, of a signature that vanished', async () => {
      const ids = await trusted(99);
      await knex.transaction(async trx => {
        for (const usageId of ids)
          await writeFindings({
            ...{ trx, usageId, codes: ['signature-vanished'], now: now() },
            standing: [{ code: 'signature-vanished', about: digestOf('b') }],
          });
      });
      clock.advance(1);
      await tellOnce(context);
      expect(sink.heard).toHaveLength(1 + owners.length);
      for (const recipient of [security, ...owners])
        expect(toldOf(recipient)).toEqual([
          [
            'signature-vanished',
            expect.stringContaining('ghcr.io/acme/payments:1'),
          ],
        ]);
      expect(sink.to(security)[0].alert.description).toContain('and 94 more');
    });
  },
);
