import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at, declared, sync } from '../../__testUtils__/fixtures';
import { listEntityRefs, listForgottenRefs } from './listEntityRefs';
import { syncEntities } from './syncEntities';

jest.setTimeout(60_000);

/** Languages order them in different ways: by small letters first, without regard to punctuation, by code. */
const refs = ['a-b', 'A', 'ab', 'a', 'B', 'ä', 'z', 'a_b', 'a.b'].map(
  name => `component:default/${name}`,
);

describe.each(databases.eachSupportedId())(
  'the entities that are known on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const keep = (entityRefs: string[]) =>
      syncEntities({
        knex,
        entities: entityRefs.map(entityRef => ({
          ...{ entityRef, kind: 'component', hints: [] },
        })),
        now: at(0),
      });

    const claim = async (entityRef: string, places: string[]) => {
      const { identity, ...claimed } = declared();
      const usages = places.map(location => ({
        ...claimed,
        identity: { ...identity, entityRef, location },
      }));
      await sync(knex, usages, { entityRef });
    };

    /** All pages of two, as a pass reads them. */
    async function pagesOf(list: typeof listEntityRefs): Promise<string[]> {
      const all: string[] = [];
      for (;;) {
        const page = await list({ knex, after: all.at(-1), limit: 2 });
        all.push(...page);
        if (page.length < 2) return all;
      }
    }

    it('are listed once each, whatever order the language of the database gives them', async () => {
      await keep(refs);
      const listed = await pagesOf(listEntityRefs);
      expect(listed).toHaveLength(refs.length);
      expect(new Set(listed)).toEqual(new Set(refs));
    });

    it('are listed without being kept where something is still claimed about them', async () => {
      await keep(refs.slice(0, 2));
      for (const ref of refs) await claim(ref, ['here', 'there']);
      // The claim has ended.
      await claim(refs[8], []);
      const listed = await pagesOf(listForgottenRefs);
      expect(listed).toHaveLength(6);
      expect(new Set(listed)).toEqual(new Set(refs.slice(2, 8)));
    });
  },
);
