import { mockServices } from '@backstage/backend-test-utils';
import {
  SigstoreInstance,
  startTufMirror,
  TufRepository,
  type TufMirror,
} from '@countersign/sandbox';
import type { AuthorityStatus } from '@countersign/domain';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { eventually } from './__testUtils__/eventually';
import { ManualClock } from './__testUtils__/fixtures';
import { artifact, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import type { ConfiguredAuthority } from './config';
import { generationOf, startEngine } from './engine';
import { keepingIn, Trust, TrustReport } from './trust';

jest.setTimeout(120_000);

const target = 'trusted_root.json';
const bytes = (root: object) => Buffer.from(JSON.stringify(root));
const minute = 60_000;

describe.each(databases.eachSupportedId())('trust at run time, %s', id => {
  let knex: Knex;
  let portal: Portal;
  let repository: TufRepository;
  let mirror: TufMirror;
  let partner: SigstoreInstance;
  // The TUF library goes by the clock of the machine, so everything here does.
  const wall = { offset: 0, now: () => new Date(Date.now() + wall.offset) };

  beforeEach(async () => {
    wall.offset = 0;
    knex = await migratedDatabase(id);
    portal = await startPortal({ knex, rules });
    portal.clock.advance(
      (Date.now() - portal.clock.now().getTime()) / minute - 60,
    );
    partner = SigstoreInstance.create({ name: 'partner', clock: portal.clock });
    repository = TufRepository.create({
      clock: wall,
      targets: { [target]: bytes(portal.acme.trustedRoot()) },
    });
    mirror = await startTufMirror(repository);
  });

  afterEach(async () => {
    await mirror.close();
    await portal.close();
  });

  const publish = (root: object) =>
    repository.publish({ targets: { [target]: bytes(root) } });

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

  const openTrust = () =>
    Trust.open({
      configured: configured(),
      brought: [],
      keeping: keepingIn(knex, wall, portal.engine.verification),
    });

  /** Everything of both. */
  function joined() {
    const [one, two] = [portal.acme.trustedRoot(), partner.trustedRoot()];
    return {
      ...one,
      tlogs: [...one.tlogs, ...two.tlogs],
      ctlogs: [...one.ctlogs, ...two.ctlogs],
      certificateAuthorities: [
        ...one.certificateAuthorities,
        ...two.certificateAuthorities,
      ],
    };
  }

  /** The engine of a replica with this trust, as startProvenance puts it together. */
  function engineWith(trust: Trust) {
    const inForce = () => ({
      ...portal.engine.judging,
      authorities: trust.inForce(),
    });
    const engine = {
      ...portal.engine,
      pollMs: 25,
      get judging() {
        return inForce();
      },
      get generation() {
        return generationOf(inForce(), portal.engine.verification.revision);
      },
    };
    const running = startEngine(engine);
    trust.onChange(() => running.realign());
    return running;
  }

  const verdictOf = async (usage: string) =>
    (await portal.detail(usage)).reason.code;

  it('S5.3 S6.4 judges again when a root comes, changes and narrows, from stored bytes alone', async () => {
    const { reference } = signedImage(portal);
    const [usage] = await portal.look([
      component('payments', artifact(reference)),
    ]);
    expect(usage.reason.code).toBe('accepted');
    const trust = await openTrust();
    expect(trust.inForce().states[0]).toMatchObject({ status: 'failed' });
    const engine = engineWith(trust);
    await eventually(async () =>
      expect(await verdictOf(usage.id)).toBe('authority-missing'),
    );
    portal.registry.requests.clear();
    trust.start();
    await eventually(async () =>
      expect(await verdictOf(usage.id)).toBe('accepted'),
    );
    expect(portal.registry.requests.list()).toEqual([]);
    trust.stop();
    await engine.stop();
  });

  it('keeps what it proved over a rotation, and refuses a root that lost it', async () => {
    const { reference } = signedImage(portal);
    const [usage] = await portal.look([
      component('payments', artifact(reference)),
    ]);
    const keeper = async () => {
      const trust = await openTrust();
      trust.start();
      return trust;
    };
    const trust = await keeper();
    await eventually(async () =>
      expect(trust.inForce().states[0].status).toBe('loaded'),
    );
    trust.stop();
    publish(joined());
    wall.offset = 2 * 60 * minute;
    const after = await keeper();
    await eventually(async () =>
      expect(after.inForce().loaded[0].digest).not.toBe(
        trust.inForce().loaded[0].digest,
      ),
    );
    const engine = engineWith(after);
    await eventually(async () => {
      const detail = await portal.detail(usage.id);
      expect(detail.reason.code).toBe('accepted');
      expect(detail.evidence.map(one => one.authorityDigest)).toContain(
        after.inForce().loaded[0].digest,
      );
    });
    after.stop();
    await engine.stop();
    publish(partner.trustedRoot());
    wall.offset = 4 * 60 * minute;
    const refusing = await keeper();
    const report = new TrustReport(mockServices.logger.mock(), wall);
    await eventually(async () =>
      expect(refusing.statuses()[0].refusedVersion).toMatchObject({
        why: expect.stringContaining('retained materials would not be proven'),
      }),
    );
    expect(refusing.inForce().loaded[0].digest).toBe(
      after.inForce().loaded[0].digest,
    );
    report.update(refusing.statuses());
    refusing.stop();
  });

  it('starts without the mirror from the database', async () => {
    const trust = await openTrust();
    trust.start();
    await eventually(async () =>
      expect(trust.inForce().states[0].status).toBe('loaded'),
    );
    trust.stop();
    mirror.setFault('timestamp.json', { kind: 'down' });
    const restarted = await openTrust();
    expect(restarted.inForce().states).toEqual(trust.inForce().states);
  });

  it('S6.3 two replicas that refresh at once come to the same', async () => {
    const replicas = await Promise.all([openTrust(), openTrust(), openTrust()]);
    replicas.forEach(replica => replica.start());
    await eventually(async () => {
      for (const replica of replicas)
        expect(replica.inForce().states[0].status).toBe('loaded');
    });
    const digests = replicas.map(one => one.inForce().loaded[0].digest);
    expect(new Set(digests).size).toBe(1);
    expect(await knex('trust')).toHaveLength(1);
    replicas.forEach(replica => replica.stop());
  });
});

describe('TrustReport', () => {
  it('says each thing once, and again when it comes back', () => {
    const logger = mockServices.logger.mock();
    const clock = new ManualClock();
    const report = new TrustReport(logger, clock);
    const status: AuthorityStatus = {
      name: 'acme',
      kind: 'sigstore',
      source: 'tuf',
      status: 'loaded',
      digest: `sha256:${'a'.repeat(64)}`,
      windows: [],
    };
    const at = clock.now().toISOString();
    const down = { ...status, lastError: { at, message: 'down' } };
    for (const one of [status, down, down, status, down]) report.update([one]);
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(logger.warn.mock.calls).toEqual([
      [
        'authority "acme" could not be refreshed, its last good version stays: down',
      ],
      [
        'authority "acme" could not be refreshed, its last good version stays: down',
      ],
    ]);
  });

  it('says what ends, what was refused and what is missing', () => {
    const logger = mockServices.logger.mock();
    const clock = new ManualClock();
    const at = clock.now().toISOString();
    new TrustReport(logger, clock).update([
      {
        name: 'acme',
        kind: 'sigstore',
        source: 'tuf',
        status: 'loaded',
        expiresAt: at,
        refusedVersion: { at, why: 'it proves less' },
        windows: [{ what: 'key', name: 'k', end: at }],
      },
      {
        name: 'lab',
        kind: 'key',
        source: 'file',
        status: 'missing',
        lastError: { at, message: 'no such file' },
        windows: [],
      },
    ]);
    expect(logger.error.mock.calls.flat()).toEqual([
      expect.stringContaining('which was refused: it proves less'),
      `authority "acme" has metadata that ended at ${at}`,
      'authority "lab" could not be loaded: no such file',
    ]);
    expect(logger.warn.mock.calls.flat()).toEqual([
      `authority "acme" holds a key that ends at ${at}`,
    ]);
  });
});
