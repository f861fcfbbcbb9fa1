import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { placeClaims } from '@countersign/domain';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/databases';
import { digestOf, ManualClock, sync, unseen } from '../__testUtils__/fixtures';
import { readClaims, usageIdOf, type ClaimedUsage } from '../store';
import { claimedUsage } from './claims/claimedUsage';
import { configuredSources } from './configured/configuredSources';
import { discover } from './discover';
import type { Source } from './Source';
import { parseTemplate } from './template/Template';

jest.setTimeout(300_000);

/** Something in some place, as a locator sees it. */
interface Thing {
  name: string;
  version: string;
  environment?: string;
  location?: string;
}

/** What every locator would say about one entity, were it asked. */
interface Told {
  annotation: Thing[];
  convention?: Thing;
  registryAnnotation?: Thing;
  kubernetes: Thing[];
  argo: Thing[];
  report: Thing[];
}

/** By the name of the entity; one that is not there has left the catalog. */
type World = Record<string, Told>;

interface Step {
  world: World;
  /** Locators that do not answer. */
  failing: string[];
  minutes: number;
}

const names = ['a', 'b'];
const referenceOf = ({ name, version }: Thing) => `quay.io/${name}${version}`;

const thing = fc.record(
  {
    name: fc.constantFrom('pay', 'risk'),
    version: fc.constantFrom(':1', ':2', `@${digestOf('a')}`),
    environment: fc.constantFrom('dev', 'prod'),
    location: fc.constantFrom('eu', 'us'),
  },
  { requiredKeys: ['name', 'version'] },
);
// Few enough that no pass ends so much that it is held back.
const things = fc.array(thing, { maxLength: 2 });
// Whoever keeps reports keeps one of each.
const reports = fc.uniqueArray(thing, {
  maxLength: 2,
  selector: ({ environment, location, ...one }) =>
    [referenceOf(one), environment, location].join(' '),
});
const told: fc.Arbitrary<Told> = fc.record({
  ...{ annotation: things, kubernetes: things, argo: things, report: reports },
  convention: fc.option(thing, { nil: undefined }),
  registryAnnotation: fc.option(thing, { nil: undefined }),
});
const worlds = fc.dictionary(fc.constantFrom(...names), told);
const steps = fc.array(
  fc.record({
    world: worlds,
    failing: fc.subarray(['kubernetes', 'argo']),
    minutes: fc.nat(10),
  }),
  { maxLength: 4 },
);

const refOf = (name: string) => `component:default/${name}`;

/** The entity through which three of the locators see. */
function entityOf(name: string, world: World): Entity {
  const { annotation, convention, registryAnnotation } = world[name];
  const items = annotation.map(({ environment, location, ...one }) => ({
    ...{ reference: referenceOf(one), environment, location },
  }));
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        ...(items.length > 0 && {
          'countersign.dev/artifacts': JSON.stringify(items),
        }),
        ...(convention && {
          image: `${convention.name}${convention.version}`,
          ...(convention.environment && { stage: convention.environment }),
        }),
        ...(registryAnnotation && {
          'docker.com/repository': `acme/${registryAnnotation.name}`,
        }),
      },
    },
  };
}

const all = [[]];
const fromConfiguration = configuredSources({
  conventions: [
    {
      name: 'images',
      filters: all,
      reference: parseTemplate('quay.io/{{ metadata.annotations.image }}'),
      details: {
        environment: parseTemplate('{{ metadata.annotations.stage }}'),
      },
    },
  ],
  registryAnnotations: [
    {
      annotation: 'docker.com/repository',
      filters: all,
      host: 'docker.io',
      tag: parseTemplate('stable'),
      details: { environment: parseTemplate('prod') },
    },
  ],
});

function usagesOf(name: string, said: Thing[]): ClaimedUsage[] {
  return said.map(({ environment, location, ...one }, i) =>
    claimedUsage(refOf(name), {
      value: JSON.parse(
        JSON.stringify({ reference: referenceOf(one), environment, location }),
      ),
      position: i + 1,
    }),
  );
}

function observing(name: 'kubernetes' | 'argo', step: Step): Source {
  return {
    ...{ name, standing: 'observed' },
    async locate(entities) {
      if (step.failing.includes(name)) throw new Error('cluster away');
      return entities.map(entity => ({
        entityRef: stringifyEntityRef(entity),
        usages: usagesOf(
          entity.metadata.name,
          step.world[entity.metadata.name][name],
        ),
      }));
    },
  };
}

/** A store into which worlds arrive. */
class Portal {
  readonly clock = new ManualClock();

  constructor(
    readonly knex: Knex,
    readonly order: (sources: Source[]) => Source[],
  ) {}

  async pass(step: Step): Promise<number> {
    this.clock.advance(step.minutes);
    const entities = Object.keys(step.world).map(name =>
      entityOf(name, step.world),
    );
    const sources = [
      ...fromConfiguration,
      observing('kubernetes', step),
      observing('argo', step),
    ];
    const { changes } = await discover({
      knex: this.knex,
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      clock: this.clock,
      logger: mockServices.logger.mock(),
      judgeUnseen: () => unseen,
      generation: 'g1',
      sources: this.order(sources),
    });
    return changes;
  }

  async report(world: World): Promise<void> {
    for (const name of names)
      await sync(this.knex, usagesOf(name, world[name]?.report ?? []), {
        ...{ entityRef: refOf(name), locator: 'report' },
        ...{ standing: 'reported', now: this.clock.now().toISOString() },
      });
  }

  /** What runs now, by all that was said. */
  async open() {
    const rows = await this.knex('usage_states')
      .join('usages', 'usages.id', 'usage_states.usage_id')
      .whereNull('valid_to')
      .select('usages.id', 'reference');
    return rows.map(({ id, reference }) => `${id} ${reference}`).sort();
  }

  async claims() {
    const claims = await readClaims({
      knex: this.knex,
      entityRefs: names.map(refOf),
    });
    return [...claims.values()].flat();
  }

  async rows() {
    const dump: Record<string, unknown[]> = {};
    // That a pass took place is all that one without news leaves behind.
    for (const name of await tablesOf(this.knex))
      if (name !== 'locator_passes') dump[name] = await this.knex(name);
    return dump;
  }
}

async function tablesOf(knex: Knex): Promise<string[]> {
  const tables: { name: string }[] = await knex('sqlite_master')
    .where({ type: 'table' })
    .whereNot('name', 'like', 'knex_%')
    .select('name');
  return tables.map(({ name }) => name);
}

/** Faster than a new database, of which every world would need two. */
async function empty(knex: Knex): Promise<void> {
  await knex.raw('PRAGMA foreign_keys = OFF');
  for (const name of await tablesOf(knex)) await knex(name).delete();
  await knex.raw('PRAGMA foreign_keys = ON');
}

/** One row for each claim that stands. */
function shown(claims: Awaited<ReturnType<Portal['claims']>>): string[] {
  return claims
    .map(({ claim }) =>
      JSON.stringify([
        ...[claim.locator, usageIdOf(claim.identity), claim.reference],
        claim.missingSince ?? null,
      ]),
    )
    .sort();
}

/** Times of one thing follow each other, and only the last one may be open. */
function checkHistory(rows: { from: string; to: string | null }[]): void {
  const keyOf = ({ from, to }: (typeof rows)[0]) => `${from} ${to ?? '~'}`;
  const sorted = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  sorted.forEach(({ from, to }, i) => {
    if (to !== null) expect(from <= to).toBe(true);
    const next = sorted[i + 1];
    if (next === undefined) return;
    expect(to).not.toBeNull();
    expect(to! <= next.from).toBe(true);
  });
}

async function checkHistories(knex: Knex): Promise<void> {
  const states = await knex('usage_states');
  const claims = await knex('usage_claims');
  const histories = new Map<string, { from: string; to: string | null }[]>();
  const note = (key: string, from: string, to: string | null) =>
    histories.set(key, [...(histories.get(key) ?? []), { from, to }]);
  for (const row of states)
    note(`state ${row.usage_id}`, row.valid_from, row.valid_to);
  for (const row of claims)
    note(
      `claim ${row.usage_id} ${row.locator} ${row.reference}`,
      row.first_seen_at,
      row.valid_to,
    );
  for (const rows of histories.values()) checkHistory(rows);
}

/** What the rule says of these claims, without a store. */
function expectedOf(claims: Awaited<ReturnType<Portal['claims']>>): string[] {
  return names
    .flatMap(name => {
      const own = claims.filter(
        ({ claim }) => claim.identity.entityRef === refOf(name),
      );
      return placeClaims(own.map(({ claim }) => claim)).usages;
    })
    .map(
      ({ identity, member, claim }) =>
        `${usageIdOf(identity, member)} ${claim.reference}`,
    )
    .sort();
}

// One database: what is asked here is whether discovery comes to rest, not how a dialect writes.
describe('discovery of any world', () => {
  let stores: Knex[];
  beforeAll(async () => {
    stores = [
      await migratedDatabase('SQLITE_3'),
      await migratedDatabase('SQLITE_3'),
    ];
  });

  it('S3.2 comes to the same usages by any road, and then stays', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        steps,
        fc.constantFrom(0, 1, 2),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        async (world, before, reportAt, order) => {
          for (const knex of stores) await empty(knex);
          const straight = new Portal(stores[0], sources => sources);
          const final: Step = { world, failing: [], minutes: 1 };
          await straight.report(world);
          await straight.pass(final);

          const winding = new Portal(stores[1], sources =>
            order.map(i => sources[i]),
          );
          for (const step of before) {
            await winding.report(step.world);
            await winding.pass(step);
          }
          for (const i of [0, 1, 2]) {
            if (i === reportAt) await winding.report(world);
            await winding.pass(final);
          }

          expect(await winding.open()).toEqual(await straight.open());
          const claims = await winding.claims();
          expect(shown(claims)).toEqual(shown(await straight.claims()));
          expect(await winding.open()).toEqual(expectedOf(claims));
          await checkHistories(winding.knex);

          for (const portal of [straight, winding]) {
            const rows = await portal.rows();
            expect(await portal.pass(final)).toBe(0);
            expect(await portal.rows()).toEqual(rows);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
