import type { Knex } from 'knex';
import { ChangingWorld, type Thing } from '../../__testUtils__/ChangingWorld';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { engineOver, syncAll, usageOf } from '../../__testUtils__/engineOver';
import { at, ManualClock } from '../../__testUtils__/fixtures';
import { judgingBy, refused, signed } from '../../__testUtils__/judgingActs';
import { runOnce, type EngineOptions } from '../Engine';
import { inputsOfFindings, inputsOfVerdict } from './inputs';

jest.setTimeout(60_000);

const name = 'ghcr.io/acme/app';
const hours = 60;

describe.each(databases.eachSupportedId())('settled looks on %s', id => {
  let knex: Knex;
  let clock: ManualClock;
  let world: ChangingWorld;
  let thing: Thing;
  let engine: EngineOptions;
  let judged: number;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    clock = new ManualClock();
    world = new ChangingWorld();
    world.names.set(`${name}:1`, name);
    thing = world.put(name, signed(at(0)));
    judged = 0;
    engine = engineOver(knex, clock, {
      ...{ looker: world.looker(clock), verification: world.verification() },
      ...judgingBy(undefined),
      observer: {
        stage: (stage, work) => {
          if (stage === 'judge') judged++;
          return work();
        },
        count: () => undefined,
      },
    });
    await syncAll(knex, [usageOf('app')]);
  });

  const isSettled = async () => {
    const [row] = await knex('judgements');
    return row.settled_hash !== null && row.settled_revision === row.revision;
  };
  /** How often was judged for a look four hours later. */
  const judgedLater = async (minutes = 4 * hours) => {
    clock.advance(minutes);
    judged = 0;
    await runOnce(engine);
    const [row] = await knex('judgements');
    expect(row.last_checked_at).toBe(clock.now().toISOString());
    return judged;
  };

  it('S1.6 judges once, and not again while the same is found', async () => {
    await runOnce(engine);
    expect([judged, await isSettled()]).toEqual([1, true]);
    const before = await knex('judgements').first();
    expect(await judgedLater()).toBe(0);
    const after = await knex('judgements').first();
    expect(JSON.parse(after.content)).toEqual({
      ...JSON.parse(before.content),
      freshness: { status: 'fresh', provenAt: at(240) },
      reconsiderAt: at(240 + 8 * hours),
    });
  });

  it('S6 works everything out anew once in the time for which a look may speak', async () => {
    await runOnce(engine);
    const each: number[] = [];
    for (let i = 0; i < 12; i++) each.push(await judgedLater());
    expect(each).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  it.each<[string, () => void]>([
    ['a source failed', () => void (thing.trouble = 'failed')],
    ['a source was limited', () => void (thing.trouble = 'limited')],
    ['the bytes of a material did not come', () => void (thing.isCut = true)],
    [
      'the clock may have failed a material',
      () => void thing.words.push(refused('time-unproven')),
    ],
    [
      'a busy machine may have failed a material',
      () => void thing.words.push(refused('limit-exceeded')),
    ],
    [
      'a stranger signed it as well, which is a finding that stands',
      () => {
        const signer = {
          ...{ type: 'certificate' as const, issuer: 'https://issuer.example' },
          ...{ subject: 'https://ci.example/evil', claims: {} },
          ...{
            subjectType: 'uri' as const,
            fingerprint: `sha256:${'f'.repeat(64)}` as const,
          },
          ...{ notBefore: at(0), notAfter: at(10) },
        };
        thing.words.push({ ...signed(at(0)), signer });
      },
    ],
    [
      'an authority could not be loaded',
      () => {
        const { judging } = engine;
        const { loaded, states } = judging.authorities;
        const missing = {
          ...{ name: 'gone', kind: 'sigstore', status: 'failed' },
          cause: { code: 'authority-missing', origin: 'infrastructure' },
        } as unknown as (typeof states)[number];
        engine.judging = {
          ...judging,
          authorities: { loaded, states: [...states, missing] },
        };
      },
    ],
    [
      'an index lists more than is looked at',
      () => {
        thing.children = Array.from({ length: 20 }, (_, i) => `child ${i}`);
      },
    ],
  ])(
    'S5.4 settles nothing where %s, at the first look or later',
    async (_, happens) => {
      happens();
      await runOnce(engine);
      expect(await isSettled()).toBe(false);
      expect(await judgedLater()).toBe(1);
      expect(await isSettled()).toBe(false);
    },
  );

  it.each<[string, () => void]>([
    [
      'something was added',
      () => void thing.words.push(refused('signature-invalid')),
    ],
    ['something is gone', () => void thing.words.pop()],
    ['a source failed', () => void (thing.trouble = 'failed')],
    ['bytes do not come any more', () => void (thing.isCut = true)],
    [
      'the reference leads elsewhere',
      () => {
        world.put('other', signed(at(0)));
        world.names.set(`${name}:1`, 'other');
      },
    ],
    ['the registry is down', () => void (world.isDown = true)],
    [
      'other rules are in force',
      () => void Object.assign(engine, judgingBy([{ type: 'sbom' }], [], 2)),
    ],
    ['the clock was put back', () => clock.advance(-24 * hours)],
  ])('judges in full where %s since', async (_, happens) => {
    await runOnce(engine);
    expect(await isSettled()).toBe(true);
    happens();
    clock.advance(4 * hours);
    await knex('work').update({
      next_at: at(-99 * hours),
      look_at: at(-99 * hours),
    });
    judged = 0;
    await runOnce(engine);
    expect(judged).toBeGreaterThan(0);
  });

  it('S7.2 judges in full from the instant at which a rule says something else', async () => {
    const thief = {
      issuer: 'https://issuer.example',
      subject: 'https://ci.example/**',
    };
    thing.words = [signed(at(6 * hours - 1))];
    clock.advance(6 * hours - 1);
    const entry = {
      identity: thief,
      reason: 'stolen',
      from: at(6 * hours + 241),
    };
    Object.assign(engine, judgingBy(undefined, [entry]));
    await runOnce(engine);
    expect(await isSettled()).toBe(true);
    expect(await judgedLater()).toBe(0);
    expect(await judgedLater()).toBe(1);
  });

  it('settles an index once it has seen everything below it, and what it accepted is known', async () => {
    thing.children = ['amd64', 'arm64'];
    thing.children.forEach(child => world.put(child, signed(at(0))));
    await runOnce(engine);
    expect(await isSettled()).toBe(false);
    expect(await judgedLater()).toBe(1);
    expect(await judgedLater()).toBe(0);
    world.things.get('arm64')!.words.pop();
    expect(await judgedLater()).toBe(1);
  });
});

describe('inputs of a look', () => {
  it('are all thought of: by the fingerprint, the generation, what settles, or the clock', () => {
    const kept = [inputsOfVerdict, inputsOfFindings].flatMap(Object.values);
    expect(new Set(kept)).toEqual(
      new Set(['fingerprint', 'generation', 'settled', 'clock']),
    );
    expect(Object.keys(inputsOfVerdict).sort()).toEqual([
      ...['acceptedBefore', 'collections', 'context', 'entity'],
      ...['evidence', 'now'],
      ...['problem', 'resolution', 'unverified', 'usage'],
    ]);
  });
});
