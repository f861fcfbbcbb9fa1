import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { digestOf, ManualClock, sync, unseen } from '../__testUtils__/fixtures';
import { component } from '../__testUtils__/startPortal';
import { usageIdOf, type ClaimedUsage } from '../store';
import { discover } from './discover';
import { REPORT_LOCATOR } from './reports/reports';
import type { Source } from './Source';

jest.setTimeout(60_000);

const locations = (count: number) =>
  Array.from({ length: count }, (_, i) => `cluster-${i}`);

/** Declares so many places, of which a locator sees the first ones. */
function declaring(name: string, places: number): Entity {
  const items = locations(places).map(location => ({
    ...{ reference: `ghcr.io/acme/${name}:1`, environment: 'prod', location },
  }));
  return component(name, JSON.stringify(items));
}

function seenOf(entity: Entity, places: number): ClaimedUsage[] {
  const repository = `ghcr.io/acme/${entity.metadata.name}`;
  // The other digest: what is declared is not what runs, and a place runs two.
  return locations(places).flatMap(location =>
    [digestOf('a'), digestOf('b')].map(digest => ({
      identity: {
        entityRef: stringifyEntityRef(entity),
        kind: 'container-image' as const,
        ...{ repository, environment: 'prod', location },
      },
      ...{ reference: `${repository}@${digest}`, digest, tag: '2' },
    })),
  );
}

function seeing(places: number): Source {
  return {
    ...{ name: 'clusters', standing: 'observed' },
    locate: async entities =>
      entities.map(entity => ({
        entityRef: stringifyEntityRef(entity),
        usages: seenOf(entity, places),
      })),
  };
}

describe.each(databases.eachSupportedId())(
  'an unchanged pass on %s',
  databaseId => {
    let knex: Knex;
    const clock = new ManualClock();

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    /** What one pass sends to the database. */
    async function statementsOf(entities: Entity[], source: Source) {
      const sent: string[] = [];
      const remember = ({ sql }: { sql: string }) => sent.push(sql);
      knex.on('query', remember);
      const { changes } = await discover({
        ...{ knex, clock, generation: 'g1', sources: [source] },
        catalog: catalogServiceMock({ entities }),
        auth: mockServices.auth(),
        logger: mockServices.logger.mock(),
        judgeUnseen: () => unseen,
      });
      knex.removeListener('query', remember);
      return { sent, changes };
    }

    /** Whatever is not plainly a question. */
    const isWrite = (sql: string) =>
      !/^\s*(select\b|(begin|commit);?$)/i.test(sql);

    it('writes nothing but how each locator stands, whatever is claimed, outranked, wrong or reported', async () => {
      const entities = [
        declaring('pay', 4),
        component('broken', '- reference: "ghcr.io/acme/broken"\n- 7'),
        component('empty', ''),
      ];
      const source = seeing(2);
      await statementsOf(entities, source);
      const reported: ClaimedUsage = {
        identity: {
          ...{ entityRef: 'component:default/empty', environment: 'prod' },
          kind: 'container-image',
          repository: 'ghcr.io/acme/reported',
        },
        reference: 'ghcr.io/acme/reported:1',
        tag: '1',
      };
      await sync(knex, [reported], {
        entityRef: reported.identity.entityRef,
        ...{ locator: REPORT_LOCATOR, standing: 'reported' },
      });
      // What is written is compared with what comes back, and not with itself.
      const claims = await knex('usage_claims').whereNull('valid_to');
      expect(claims.filter(row => row.outranked > 0)).not.toEqual([]);
      expect(claims.map(row => row.usage_id)).toContain(
        usageIdOf(reported.identity),
      );
      clock.advance(60_000);
      const { sent, changes } = await statementsOf(entities, source);
      expect(changes).toBe(0);
      const writes = sent.filter(isWrite);
      expect(writes.filter(sql => !/[`"]locator_passes[`"]/.test(sql))).toEqual(
        [],
      );
      // One to make sure of the row and one to write it, for the annotation, the clusters and the reports.
      expect(writes).toHaveLength(6);
    });

    it('would be seen to write: one entity of many that says something else is written, and it alone', async () => {
      const names = ['a', 'b', 'c', 'd'];
      await statementsOf(
        names.map(name => declaring(name, 3)),
        seeing(0),
      );
      const before = await knex('usage_claims').max('id as id').first();
      const changed = names.map(name => declaring(name, name === 'c' ? 4 : 3));
      const { changes, sent } = await statementsOf(changed, seeing(0));
      expect(changes).toBe(1);
      expect(sent.filter(isWrite).length).toBeGreaterThan(6);
      const fresh = await knex('usage_claims').where('id', '>', before?.id);
      expect(fresh.map(row => row.entity_ref)).toEqual(['component:default/c']);
    });

    it('takes as many statements for a page whatever is claimed about its entities', async () => {
      const counts: number[] = [];
      for (const places of [1, 60]) {
        const entities = ['a', 'b', 'c'].map(name => declaring(name, places));
        // What a pass before did not see goes with the second pass that does not see it.
        for (let i = 0; i < 3; i++)
          await statementsOf(entities, seeing(places));
        const { sent, changes } = await statementsOf(entities, seeing(places));
        expect(changes).toBe(0);
        counts.push(sent.length);
      }
      expect(await knex('usage_claims').whereNull('valid_to')).toHaveLength(
        3 * 3 * 60,
      );
      expect(counts[1]).toBe(counts[0]);
    });
  },
);
