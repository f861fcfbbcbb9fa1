import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { at } from '../../__testUtils__/fixtures';
import { keptForms } from '../../store';
import { SignerFormsMemory } from './SignerFormsMemory';

jest.setTimeout(60_000);

const kept = ['a', 'b', 'c'].map(
  subject => keptForms([{ subject, subjectType: 'uri', claims: {} }])!,
);
const [a, b, c] = kept.map(({ hash }) => hash);

describe.each(databases.eachSupportedId())(
  'how signers signed, as it is remembered, on %s',
  databaseId => {
    let knex: Knex;
    let reads: number;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      await knex('signer_forms').insert(
        kept.map(one => ({ ...one, written_at: at(0) })),
      );
      reads = 0;
      knex.on('query', () => reads++);
    });

    it('is read once, and left out where it is gone', async () => {
      const memory = new SignerFormsMemory({ knex });
      const found = await memory.read([a, a, 'gone']);
      expect([...found]).toEqual([
        [a, [{ subject: 'a', subjectType: 'uri', claims: {} }]],
      ]);
      expect([...(await memory.read([a])).keys()]).toEqual([a]);
      expect(reads).toBe(1);
    });

    it('forgets what came first where it becomes too much', async () => {
      const mostCharacters = kept[0].content.length;
      const memory = new SignerFormsMemory({ knex, mostCharacters });
      for (const hash of [a, b, a]) await memory.read([hash]);
      expect(reads).toBe(2);
      await memory.read([c]);
      await memory.read([a]);
      expect(reads).toBe(4);
    });
  },
);
