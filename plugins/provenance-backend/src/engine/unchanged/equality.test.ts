import type { Requirement } from '@countersign/domain';
import type { Knex } from 'knex';
import { ChangingWorld, type Word } from '../../__testUtils__/ChangingWorld';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { engineOver, syncAll, usageOf } from '../../__testUtils__/engineOver';
import { ManualClock } from '../../__testUtils__/fixtures';
import {
  judgingBy,
  refused,
  scannedAt,
  signed,
} from '../../__testUtils__/judgingActs';
import { Chance } from '../../__testUtils__/simulation/Chance';
import { requestChecks, type ClaimedUsage } from '../../store';
import { runOnce, type EngineOptions } from '../Engine';
import { rejudgeOutdated } from '../rejudge';

jest.setTimeout(300_000);

const hour = 3_600_000;
const rounds = 14;
const images = 16;

/** Nobody chose these, or they say only how the next look may go about it. */
const incidental =
  /^(id|ticket|entry_id|signer_id|.*salt|.*commitment|settled_.*)$/;

/**
 * Follows from who of two usages of one digest is looked at first, which nobody decides: the number of a finding, and the
 * digest over all looks that lay there already.
 */
const fromOrder =
  /\\*"finding\\*":\d+,|(?<=\\*"collections\\*":\{)\\*"digest\\*":\\*"[^"]*",/g;

/** What lies in `digest_looks` is written before anything is recorded, by whichever name of a digest comes first. */
const isOurs = (name: string) => !/^(knex_|sqlite_|digest_looks)/.test(name);

/** Everything that is stored, in an order of its own. */
async function stored(knex: Knex): Promise<Record<string, string[]>> {
  const names: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_tables')
          .where({ schemaname: 'public' })
          .select({ name: 'tablename' })
      : await knex('sqlite_master').where({ type: 'table' }).select('name');
  const wanted = names
    .map(({ name }) => name)
    .filter(isOurs)
    .sort();
  const all: Record<string, string[]> = {};
  for (const name of wanted) all[name] = (await knex(name)).map(rowText).sort();
  all.collections = eachLookOnce(all.collections);
  return all;
}

/**
 * Two names of one digest that are looked at in the same instant may both begin a row, and the newer of the two goes on
 * (see `storeCollections`). Which of them meet is chance, and readers take the newest.
 */
function eachLookOnce(rows: string[]): string[] {
  const lastAt = /\["last_at","[^"]*"\]/;
  const sorted = [...rows].sort();
  return [
    ...new Map(sorted.map(row => [row.replace(lastAt, ''), row])).values(),
  ];
}

function rowText(row: Record<string, unknown>): string {
  const columns = Object.keys(row).filter(name => !incidental.test(name));
  const text = JSON.stringify(columns.sort().map(name => [name, row[name]]));
  return text.replace(fromOrder, '');
}

/** One database that is looked after as usual, and one of which every look is judged in full. */
class Side {
  readonly clock = new ManualClock();
  readonly engine: EngineOptions;
  hits = 0;
  misses = 0;

  constructor(
    readonly knex: Knex,
    world: ChangingWorld,
    private readonly isFull: boolean,
  ) {
    this.engine = engineOver(knex, this.clock, {
      looker: world.looker(this.clock),
      verification: world.verification(),
      ...judgingBy(undefined),
      observer: {
        stage: (_, work) => work(),
        count: (what, labels) => {
          if (what !== 'cache' || !('cache' in labels)) return;
          if (labels.cache !== 'verdict') return;
          if (labels.result === 'hit') this.hits++;
          else this.misses++;
        },
      },
    });
  }

  async work() {
    if (this.isFull)
      await this.knex('judgements').update({ settled_hash: null });
    await runOnce(this.engine);
  }
}

/** What happens to everything between two rounds, the same on both sides. */
class Fate {
  private version = 1;

  constructor(
    private readonly chance: Chance,
    private readonly world: ChangingWorld,
    private readonly sides: Side[],
    private readonly ids: string[],
  ) {}

  async pass() {
    const { chance, world, sides } = this;
    const minutes = chance.pick([60, 239, 240, 240, 240, 300, 600, 1_500]);
    sides.forEach(({ clock }) => clock.advance(minutes));
    world.isDown = chance.oneIn(8);
    for (const name of world.things.keys())
      if (chance.oneIn(6)) this.change(name);
    for (const reference of world.names.keys())
      if (chance.oneIn(40))
        world.names.set(reference, chance.pick([...world.things.keys()]));
    const asked = this.ids.filter(() => chance.oneIn(12));
    for (const { knex, clock } of sides)
      await requestChecks({
        ...{ knex, usageIds: asked, now: clock.now().toISOString() },
      });
    if (chance.oneIn(4)) await this.rule();
  }

  private change(name: string) {
    const { chance } = this;
    const thing = this.world.things.get(name)!;
    const acts = [
      () => void thing.words.pop(),
      () => void thing.words.push(this.word()),
      () => void thing.words.push(this.word()),
      () => void (thing.trouble = chance.pick(['failed', 'limited'])),
      () => void delete thing.trouble,
      () => void (thing.isCut = !thing.isCut),
    ];
    chance.pick(acts)();
  }

  word(): Word {
    const { chance, sides } = this;
    const now = sides[0].clock.now().getTime();
    const at = new Date(now - chance.below(9) * hour).toISOString();
    return chance.weighted([
      { weight: 5, word: signed(at) },
      { weight: 4, word: scannedAt(at, 0) },
      { weight: 1, word: scannedAt(at, 1) },
      { weight: 1, word: refused('signature-invalid') },
      { weight: 1, word: refused('time-unproven') },
      { weight: 1, word: refused('limit-exceeded') },
    ]).word;
  }

  private async rule() {
    const { chance, sides } = this;
    const now = sides[0].clock.now().getTime();
    const from = new Date(now + chance.below(30) * hour).toISOString();
    const thief = {
      issuer: 'https://issuer.example',
      subject: 'https://ci.example/**',
    };
    const scan: Requirement = {
      ...{ type: 'scan', maximum: { critical: 0 } },
      maximumAgeMs: chance.pick([10, 30]) * hour,
    };
    const judging = judgingBy(
      chance.oneIn(2) ? [{ type: 'signature' }, scan] : undefined,
      chance.oneIn(2) ? [{ identity: thief, reason: 'stolen', from }] : [],
      ++this.version,
    );
    for (const { engine } of sides) {
      Object.assign(engine, judging);
      await rejudgeOutdated(engine);
    }
  }
}

/** Of an entity of its own. */
function another({ identity, ...usage }: ClaimedUsage): ClaimedUsage {
  const entityRef = `${identity.entityRef}-too`;
  return { ...usage, identity: { ...identity, entityRef } };
}

describe.each(databases.eachSupportedId())('unchanged looks on %s', id => {
  it.each([1, 3])(
    'S1.6 store what a look in full would have stored, in every table (world %i)',
    async seed => {
      const chance = new Chance(seed);
      const world = new ChangingWorld();
      const sides = [
        new Side(await migratedDatabase(id), world, false),
        new Side(await migratedDatabase(id), world, true),
      ];
      const usages = Array.from({ length: images }, (_, i) => [
        usageOf(`app-${i}`),
        // Some are run under two names.
        ...(i % 4 === 0 ? [another(usageOf(`app-${i}`, 'ghcr.io', '2'))] : []),
      ]).flat();
      const ids = await syncAll(sides[0].knex, usages);
      await syncAll(sides[1].knex, usages);
      const fate = new Fate(chance, world, sides, ids);
      for (const { reference } of usages) {
        const name = reference.split(':')[0];
        world.names.set(reference, name);
        if (!world.things.has(name)) world.put(name, fate.word());
      }
      [...world.things].slice(-3).forEach(([name, thing]) => {
        thing.children = ['amd64', 'arm64'].map(one => `${name} ${one}`);
        thing.children.forEach(child => world.put(child, fate.word()));
      });
      for (let round = 0; round < rounds; round++) {
        for (const side of sides) await side.work();
        const [short, full] = await Promise.all(
          sides.map(({ knex }) => stored(knex)),
        );
        expect({ round, ...short }).toEqual({ round, ...full });
        await fate.pass();
      }
      const [short, full] = sides;
      expect(full.hits).toBe(0);
      expect(short.hits).toBeGreaterThan(images);
      expect(short.hits + short.misses).toBe(full.misses);
    },
  );
});
