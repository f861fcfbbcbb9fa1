import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  entityRef,
  repository,
  sync,
  unseen,
} from '../../__testUtils__/fixtures';
import type { ClaimedUsage } from '../records';
import { settleReports } from './settleReports';

jest.setTimeout(60_000);

const locator = 'report';

/** What a pipeline says of one place: an image by its digest. */
function deployed(location: string, character: string): ClaimedUsage {
  const digest = digestOf(character);
  const { identity } = declared();
  return {
    identity: { ...identity, location },
    ...{ reference: `${repository}@${digest}`, digest, tag: undefined },
  };
}

/**
 * A report waits for its turn as often as it sends a statement. While a sweep keeps the machine busy that is all that
 * it takes.
 */
describe.each(databases.eachSupportedId())(
  'what a report sends to %s',
  databaseId => {
    const isPostgres = databaseId.startsWith('POSTGRES');
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      // The entity runs something else as well.
      await sync(knex, [declared()]);
      await report(deployed('old', 'a'), 0);
    });

    /** @returns the beginnings of what it sent, without those of the transaction */
    async function report(claimed: ClaimedUsage, minute: number) {
      const sent: string[] = [];
      const remember = ({ sql }: { sql: string }) => sent.push(sql);
      knex.on('query', remember);
      const claim = {
        ...{ ...claimed, locator, standing: 'reported' as const },
        ...{ at: at(minute), reporter: 'external:ci' },
      };
      const outcomes = await settleReports({
        ...{ knex, entityRef, locator, now: at(minute), generation: 'g1' },
        reports: [{ claim, removed: false }],
        judgeUnseen: () => unseen,
      });
      knex.removeListener('query', remember);
      expect(outcomes).toEqual(['accepted']);
      return sent
        .filter(sql => !/^(begin|commit)\b/i.test(sql))
        .map(sql => /^\s*(\w+)/.exec(sql)![1].toLowerCase());
    }

    const questions = isPostgres ? 7 : 6;
    const kindsOf = (sent: string[]) => ({
      questions: sent.filter(verb => verb === 'select').length,
      inserts: sent.filter(verb => verb === 'insert').length,
      updates: sent.filter(verb => verb === 'update').length,
    });

    it('asks nothing about a new place that can only be known of an old one', async () => {
      const sent = await report(deployed('new', 'b'), 1);
      expect(kindsOf(sent)).toEqual({
        // The generation, the lock where there is one, claims, the newest word, places, states and disagreements.
        questions,
        // The usage, its work, its state, its verdict, the log's two rows, the row of lists, and the claim.
        inserts: 8,
        updates: 0,
      });
    });

    it('takes as many statements however much the entity runs', async () => {
      const before = await report(deployed('new', 'b'), 1);
      for (let i = 0; i < 10; i++) await report(deployed(`more-${i}`, 'c'), 2);
      const after = await report(deployed('newer', 'b'), 3);
      expect(after).toEqual(before);
    });
  },
);
