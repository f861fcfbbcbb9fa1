import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { sharing, usageOf } from '../../__testUtils__/engineOver';
import {
  at,
  collectionOf,
  digestOf,
  evidenceOf,
  registryDown,
  sync,
} from '../../__testUtils__/fixtures';
import { readAboutDigest } from './readAboutDigest';
import { readAboutDigests } from './readAboutDigests';
import { mostRows } from './readCollections';
import { readUsagesPage } from './readUsagesPage';
import { storeCollections } from './storeCollections';
import { storeEvidence } from './storeEvidence';

jest.setTimeout(120_000);

const [index, child, grandchild, other] = ['a', 'b', 'c', 'd'].map(digestOf);
const [one, two, junk] = ['1', '2', '3'].map(digestOf);
const now = new Date(at(100));

describe.each(databases.eachSupportedId())(
  'what is stored about many usages, on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    async function use(
      usage: ReturnType<typeof usageOf>,
      digest: Digest | undefined,
    ) {
      const { entityRef } = usage.identity;
      const [id] = await sync(knex, [usage], { entityRef });
      await knex('usage_states')
        .where({ usage_id: id })
        .update({ digest: digest ?? null });
      return id;
    }

    async function look(
      subject: Digest,
      minutes: number,
      change: Partial<Collection> & { materials?: Digest[] } = {},
      recordedAt = minutes,
    ) {
      const { materials = [], ...rest } = change;
      const collection = collectionOf(subject, at(minutes), {
        repository: 'ghcr.io/acme/base',
        material: materials.map(digest => ({
          digest,
          source: 'referrers-api',
          format: 'sigstore-bundle',
        })),
        ...rest,
      });
      await knex.transaction(trx =>
        storeCollections({
          trx,
          looks: [{ collection, now: at(recordedAt) }],
        }),
      );
    }

    async function prove(subject: Digest, material: Digest) {
      const evidence = ['acme', 'lab'].flatMap((name, i) =>
        [1, 2].map(revision =>
          evidenceOf(
            subject,
            material,
            { name, digest: digestOf(String(8 + i)) },
            undefined,
            revision,
          ),
        ),
      );
      await knex.transaction(trx =>
        storeEvidence({ trx, evidence, now: at(0) }),
      );
    }

    const lists = (...digests: Digest[]) => ({
      children: digests.map(digest => ({
        digest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        isRunnable: true,
      })),
    });

    /** Both ways of reading, of every usage that holds. */
    async function bothWays() {
      const usages = await readUsagesPage({ knex, after: '', limit: 100 });
      const together = [];
      for await (const part of readAboutDigests({ knex, usages, now }))
        together.push(...part);
      expect(together.map(({ current }) => current)).toEqual(usages);
      const alone = await Promise.all(
        usages.map(current =>
          readAboutDigest({ knex, current, digest: current.usage.digest, now }),
        ),
      );
      return { together: together.map(({ about }) => about()), alone };
    }

    it('is what is read of each by itself', async () => {
      const [first, second] = sharing(2);
      const id = await use(first, index);
      await use(second, index);
      await use(usageOf('unresolved'), undefined);
      await use(usageOf('elsewhere'), other);
      await knex('accepted_materials').insert({
        ...{ usage_id: id, subject: index, material: two },
        accepted_at: at(0),
      });
      await look(index, 1, { materials: [one], ...lists(child) });
      await look(child, 2, { materials: [two], ...lists(grandchild, index) });
      await look(grandchild, 3, { materials: [one, two] });
      const down = [
        { source: 'subject' as const, status: 'complete' as const },
        {
          source: 'referrers-api' as const,
          status: 'failed' as const,
          cause: registryDown,
        },
      ];
      await look(index, 4, { sources: down });
      await look(index, 9, { sources: down });
      const whole = { materials: [one, two], ...lists(grandchild, index) };
      await look(child, 5_000, whole, 90);
      for (const subject of [index, child, grandchild])
        for (const material of [one, two, junk]) await prove(subject, material);
      const { together, alone } = await bothWays();
      expect(together).toEqual(alone);
      expect(Math.max(...alone.map(({ evidence }) => evidence.length))).toBe(
        (2 + 2 + 2) * 4,
      );
      expect(
        alone.filter(({ collections }) => collections.length === 0),
      ).toHaveLength(2);
    });

    it('finds the newest complete look behind more others than are read', async () => {
      const [usage] = sharing(1);
      await use(usage, index);
      await look(index, 0, { materials: [one] });
      await prove(index, one);
      const rows = Array.from({ length: mostRows }, (_, i) => ({
        ...{ subject: index, repository: 'ghcr.io/acme/base', bundle_url: '' },
        ...{ complete: 0, content_hash: String(i) },
        content: JSON.stringify(collectionOf(index, at(0), { sources: [] })),
        ...{ first_at: at(i + 1), last_at: at(i + 1) },
      }));
      await knex('collections').insert(rows.slice(0, 50));
      await knex('collections').insert(rows.slice(50));
      const { together, alone } = await bothWays();
      expect(together).toEqual(alone);
      expect(together[0].evidence).toHaveLength(4);
    });
  },
);
