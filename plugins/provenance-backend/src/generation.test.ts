import { mockServices } from '@backstage/backend-test-utils';
import type { AcceptanceRule } from '@countersign/domain';
import {
  SigstoreInstance,
  startTufMirror,
  TufRepository,
  type TufMirror,
} from '@countersign/sandbox';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { eventually } from './__testUtils__/eventually';
import { artifact, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import type { ConfiguredAuthority } from './config';
import {
  ActiveGeneration,
  contentOf,
  generationHash,
  rejudgeOutdated,
  runOnce,
  startEngine,
  type EngineOptions,
  type JudgeContext,
} from './engine';
import { requestChecks } from './store';
import { keepingIn, Trust } from './trust';

jest.setTimeout(120_000);

const minute = 60_000;
const target = 'trusted_root.json';
const bytes = (root: object) => Buffer.from(JSON.stringify(root));

function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

interface Replica {
  generation: ActiveGeneration;
  engine: EngineOptions;
}

describe.each(databases.eachSupportedId())('replicas on %s', id => {
  let knex: Knex;
  let portal: Portal;
  const atEnd: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    portal = await startPortal({ knex, rules });
  });

  afterEach(async () => {
    for (const end of atEnd.splice(0).reverse()) await end();
    await portal.close();
  });

  /** A replica that reports when it is told to; its engine does not run yet. */
  function replica(
    judging: () => JudgeContext = () => portal.engine.judging,
    changes: Partial<EngineOptions> = {},
    isCurrent = async () => true,
  ): Replica {
    const verification = changes.verification ?? portal.engine.verification;
    const inForce = () => {
      const content = contentOf(judging(), verification.revision);
      return {
        content,
        generation: generationHash(content),
        authorities: judging().authorities.loaded,
      };
    };
    const generation = new ActiveGeneration({
      knex,
      clock: portal.clock,
      logger: mockServices.logger.mock(),
      version: '1.2.3',
      inForce,
      isCurrent,
    });
    atEnd.push(() => generation.stop());
    const engine: EngineOptions = {
      ...portal.engine,
      ...changes,
      pollMs: 25,
      get judging() {
        return judging();
      },
      get generation() {
        return inForce().generation;
      },
      mayWork: () => generation.mayWork(),
    };
    return { generation, engine };
  }

  function run({ generation, engine }: Replica) {
    const running = startEngine(engine);
    generation.onTurnover(() => running.realign());
    atEnd.push(() => running.stop());
  }

  const numbers = async () =>
    (await knex('generations').orderBy('number')).map(
      row => `${row.number} ${row.occasion}`,
    );
  const transitions = () => knex('transitions').orderBy('id');

  async function acceptedUsage() {
    const { reference } = signedImage(portal);
    const [usage] = await portal.look([
      component('payments', artifact(reference)),
    ]);
    expect(usage.reason.code).toBe('accepted');
    return usage;
  }

  const codeOf = async (usage: string) =>
    (await portal.detail(usage)).reason.code;

  it('S6.3 an old and a new replica work for an hour on one database, and nothing changes', async () => {
    const usage = await acceptedUsage();
    const looks = jest.fn();
    // A release that found nothing wrong with nobody's signature, and a list of better days.
    const old = replica(
      () => ({
        ...portal.engine.judging,
        registry: { version: 1, rules: [] as AcceptanceRule[] },
      }),
      {
        verification: { ...portal.engine.verification, revision: 1 },
        looker: {
          resolve: async () => looks(),
          collect: async () => looks(),
        },
      },
    );
    const fresh = replica();
    await fresh.generation.report();
    await old.generation.report();
    run(old);
    run(fresh);
    const before = await transitions();
    const lookAgain = async () => {
      const now = portal.clock.now().toISOString();
      await requestChecks({ knex, usageIds: [usage.id], now });
      await eventually(async () => {
        const { lastCheckedAt } = await portal.detail(usage.id);
        expect(lastCheckedAt! >= now).toBe(true);
      });
    };
    for (let passed = 0; passed < 60; passed += 1) {
      portal.clock.advance(1);
      await old.generation.report();
      await fresh.generation.report();
      if (passed % 20 === 0) await lookAgain();
    }
    expect(looks).not.toHaveBeenCalled();
    expect(await transitions()).toEqual(before);
    expect(await numbers()).toEqual(['1 start']);
  });

  it('S6.3 records no look that began before another generation came into force', async () => {
    const usage = await acceptedUsage();
    const [reached, gate] = [barrier(), barrier()];
    const client = portal.engine.looker;
    const old = replica(undefined, {
      looker: {
        collect: client.collect.bind(client),
        async resolve(...asked) {
          reached.open();
          await gate.opened;
          return client.resolve(...asked);
        },
      },
    });
    await old.generation.report();
    portal.clock.advance(5 * 60);
    const work = runOnce(old.engine);
    await reached.opened;
    const before = await knex('judgements');
    const fresh = replica(() => ({
      ...portal.engine.judging,
      registry: { ...portal.engine.judging.registry, version: 2 },
    }));
    await fresh.generation.report();
    gate.open();
    await work;
    expect(await knex('judgements')).toEqual(before);
    // Its lease ends by itself, and whoever may work looks again.
    portal.clock.advance(2);
    await runOnce(fresh.engine);
    const { lastCheckedAt } = await portal.detail(usage.id);
    expect(lastCheckedAt).toBe(portal.clock.now().toISOString());
  });

  it('S6.3 judges everything again under what a replica put into force, once', async () => {
    const usage = await acceptedUsage();
    const [one, two] = [replica(), replica()];
    await one.generation.report();
    await two.generation.report();
    run(one);
    run(two);
    const stricter = replica(() => ({
      ...portal.engine.judging,
      registry: { version: 2, rules: [] },
    }));
    await stricter.generation.report();
    await one.generation.report();
    await two.generation.report();
    run(stricter);
    await eventually(async () =>
      expect(await codeOf(usage.id)).toBe('no-rule'),
    );
    for (const { generation } of [one, two])
      expect(generation.mayWork()).toMatchObject({ active: false });
    expect((await transitions()).map(row => row.reason_code)).toEqual([
      'not-checked-yet',
      'accepted',
      'no-rule',
    ]);
  });

  describe('with a trust root that moves', () => {
    let repository: TufRepository;
    let mirror: TufMirror;
    // The TUF library goes by the clock of the machine.
    const wall = { offset: 0, now: () => new Date(Date.now() + wall.offset) };

    beforeEach(async () => {
      wall.offset = 0;
      portal.clock.advance(
        (Date.now() - portal.clock.now().getTime()) / minute - 60,
      );
      repository = TufRepository.create({
        clock: wall,
        targets: { [target]: bytes(portal.acme.trustedRoot()) },
      });
      mirror = await startTufMirror(repository);
      atEnd.push(() => mirror.close());
    });

    function configured(): ConfiguredAuthority[] {
      return [
        {
          name: 'acme',
          type: 'tuf',
          mirror: { url: mirror.url, privateNetwork: true },
          root: { from: 'inline', value: repository.root().toString() },
          intervalMs: 60 * minute,
        },
      ];
    }

    /** As startProvenance puts it together. */
    async function replicaWithTrust() {
      const trust = await Trust.open({
        configured: configured(),
        brought: [],
        keeping: keepingIn(knex, wall, portal.engine.verification),
      });
      atEnd.push(async () => trust.stop());
      const own = replica(
        () => ({
          ...portal.engine.judging,
          authorities: trust.inForce(),
        }),
        {},
        () => trust.isCurrent(),
      );
      trust.onChange(() => own.generation.changed());
      return { trust, ...own };
    }

    async function twoReplicas() {
      const one = await replicaWithTrust();
      one.trust.start();
      await eventually(async () =>
        expect(one.trust.inForce().states[0].status).toBe('loaded'),
      );
      const two = await replicaWithTrust();
      for (const { generation } of [one, two]) await generation.report();
      run(one);
      run(two);
      expect(await numbers()).toEqual(['1 start']);
      return [one, two];
    }

    function publishMore() {
      const [first, second] = [
        portal.acme.trustedRoot(),
        SigstoreInstance.create({
          name: 'partner',
          clock: portal.clock,
        }).trustedRoot(),
      ];
      const joined = {
        ...first,
        tlogs: [...first.tlogs, ...second.tlogs],
        ctlogs: [...first.ctlogs, ...second.ctlogs],
        certificateAuthorities: [
          ...first.certificateAuthorities,
          ...second.certificateAuthorities,
        ],
      };
      repository.publish({ targets: { [target]: bytes(joined) } });
      wall.offset = 2 * 60 * minute;
    }

    it('S6.3 replicas follow what one of them took, and the number rises by one', async () => {
      const usage = await acceptedUsage();
      const [one, two] = await twoReplicas();
      const before = await transitions();
      publishMore();
      one.trust.start();
      await eventually(async () =>
        expect(one.generation.mayWork()).toEqual({
          active: true,
          generation: 2,
        }),
      );
      for (let i = 0; i < 3; i++) await two.generation.report();
      expect(two.generation.mayWork()).toEqual({
        active: false,
        why: expect.stringContaining('differs in: authority "acme"'),
      });
      // A minute later it looks what others found.
      two.trust.start();
      await eventually(async () =>
        expect(two.generation.mayWork()).toEqual({
          active: true,
          generation: 2,
        }),
      );
      for (let i = 0; i < 3; i++)
        for (const { generation } of [one, two]) await generation.report();
      expect(await numbers()).toEqual(['1 start', '2 change']);
      const inForce = one.trust.inForce().loaded[0].digest;
      await eventually(async () => {
        const detail = await portal.detail(usage.id);
        expect(detail.evidence.map(e => e.authorityDigest)).toContain(inForce);
      });
      expect(await transitions()).toEqual(before);
      expect(
        await knex('authority_versions').where({ digest: inForce }),
      ).toHaveLength(1);
    });

    it('S6.3 replicas that take it at the same moment agree on one number', async () => {
      const [one, two] = await twoReplicas();
      publishMore();
      one.trust.start();
      two.trust.start();
      await eventually(async () => {
        for (const { generation } of [one, two]) {
          await generation.report();
          expect(generation.mayWork()).toEqual({
            active: true,
            generation: 2,
          });
        }
      });
      expect(await numbers()).toEqual(['1 start', '2 change']);
    });
  });

  describe('under a raised verifier revision', () => {
    /** A release whose verification waits until it is let through. */
    function raised(unsafe: number[]) {
      const [reached, gate] = [barrier(), barrier()];
      const { verification, judging } = portal.engine;
      const revision = verification.revision + 1;
      const context = {
        ...judging,
        verifier: { revision, unsafeRevisions: new Set(unsafe) },
      };
      const { engine } = replica(() => context, {
        verification: {
          ...verification,
          revision,
          async verify(...asked) {
            reached.open();
            await gate.opened;
            const evidence = await verification.verify(...asked);
            return { ...evidence, verifierRevision: revision };
          },
        },
      });
      return { engine, reached: reached.opened, open: gate.open };
    }

    it('S6.4 keeps old evidence until it is verified again', async () => {
      const usage = await acceptedUsage();
      const { engine, reached, open } = raised([]);
      const pass = rejudgeOutdated(engine);
      await reached;
      expect(await codeOf(usage.id)).toBe('accepted');
      open();
      expect(await pass).toEqual({ count: 1, failed: 0 });
      expect(await codeOf(usage.id)).toBe('accepted');
      expect(await transitions()).toHaveLength(2);
    });

    it('S6.4 suspends evidence of an unsafe revision at once, until it is verified again', async () => {
      const usage = await acceptedUsage();
      const { engine, reached, open } = raised([
        portal.engine.verification.revision,
      ]);
      const pass = rejudgeOutdated(engine);
      await reached;
      expect(await portal.detail(usage.id)).toMatchObject({
        verdict: 'inconclusive',
        reason: { code: 'not-checked-yet' },
      });
      open();
      expect(await pass).toEqual({ count: 1, failed: 0 });
      expect(await codeOf(usage.id)).toBe('accepted');
    });

    it('S6.4 leaves suspended what cannot be verified again', async () => {
      const usage = await acceptedUsage();
      const { engine, open } = raised([portal.engine.verification.revision]);
      open();
      engine.verification.verify = async () => {
        throw new Error('no worker could be started');
      };
      expect(await rejudgeOutdated(engine)).toEqual({ count: 0, failed: 1 });
      expect(await portal.detail(usage.id)).toMatchObject({
        verdict: 'inconclusive',
        reason: { code: 'not-checked-yet' },
      });
    });
  });
});
