import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { SigstoreInstance } from '@countersign/sandbox';
import {
  keyAuthority,
  sigstoreAuthority,
  type Authority,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { generateKeyPairSync } from 'node:crypto';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  judgementOf,
  ManualClock,
  sync,
} from '../../__testUtils__/fixtures';
import { untilSomebodyWaits } from '../../__testUtils__/untilSomebodyWaits';
import { applyMigrations } from '../applyMigrations';
import { isPostgres } from '../dialect';
import type { GenerationProposal, Replica } from '../generation';
import { claimDueWork } from './claimDueWork';
import { GenerationMovedError, holdsGeneration } from './holdsGeneration';
import { listReplicas } from './listReplicas';
import { proposeGeneration } from './proposeGeneration';
import { readActiveGeneration } from './readActiveGeneration';
import { readAuthorityVersion } from './readAuthorityVersion';
import { recordRejudgement } from './recordRejudgement';
import { reportReplica } from './reportReplica';

jest.setTimeout(60_000);

const content = {
  verifierRevision: 3,
  judgeRevision: 1,
  registryVersion: 1,
  authorities: [],
  configurationHash: 'c',
};

const proposalOf = (generation: string): GenerationProposal => ({
  generation,
  content,
  occasion: 'start',
  proposedBy: 'r1',
});

const propose = (
  knex: Knex,
  generation: string,
  expected: number,
  authorities: Authority[] = [],
) =>
  proposeGeneration({
    knex,
    expected,
    proposal: proposalOf(generation),
    authorities,
    now: at(expected),
  });

const replica = (minutes: number, changes: Partial<Replica> = {}): Replica => ({
  id: 'r1',
  generation: 'g1',
  content,
  version: '1.2.3',
  startedAt: at(0),
  lastSeenAt: at(minutes),
  ...changes,
});

function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

/** A company's key and trust root. */
function someAuthorities(): Authority[] {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const clock = new ManualClock();
  const acme = SigstoreInstance.create({ name: 'acme', clock });
  return [
    keyAuthority('key', pem, { notBefore: new Date(at(0)) }),
    sigstoreAuthority('acme', acme.trustedRoot()),
  ];
}

describe.each(databases.eachSupportedId())('generations, %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  /** Holds a generation as a writer does, until it is let go. */
  async function hold(generation: string) {
    const [locked, release] = [barrier(), barrier()];
    const ended = knex.transaction(async trx => {
      const isHeld = await holdsGeneration({ trx, generation });
      locked.open();
      await release.opened;
      return isHeld;
    });
    await locked.opened;
    return { release: release.open, ended };
  }

  /** When somebody waits for a lock; SQLite lets nobody begin. */
  async function somebodyWaits() {
    if (isPostgres(knex)) await untilSomebodyWaits(knex);
  }

  it('S6.3 lets one of ten proposals through, and numbers rise by one', async () => {
    expect(await readActiveGeneration({ knex })).toBeUndefined();
    const ten = Array.from({ length: 10 }, (_, i) => i);
    const proposeAll = (expected: number) =>
      Promise.all(ten.map(i => propose(knex, `${expected}-${i}`, expected)));
    for (const expected of [0, 1]) {
      const proposed = await proposeAll(expected);
      expect(proposed.filter(Boolean)).toHaveLength(1);
      expect(await readActiveGeneration({ knex })).toEqual({
        ...proposalOf(`${expected}-${proposed.indexOf(true)}`),
        number: expected + 1,
        proposedAt: at(expected),
      });
    }
  });

  it('refuses a proposal beside a number that was not read', async () => {
    await propose(knex, 'g1', 0);
    await propose(knex, 'g2', 1);
    expect(await propose(knex, 'late', 0)).toBe(false);
    expect(await propose(knex, 'late', 1)).toBe(false);
    expect(await knex('generations')).toHaveLength(2);
  });

  it('S6.3 keeps a generation while a writer holds it', async () => {
    await propose(knex, 'g1', 0);
    const writer = await hold('g1');
    let isProposed = false;
    const proposal = propose(knex, 'g2', 1).then(is => {
      isProposed = is;
    });
    await somebodyWaits();
    expect(isProposed).toBe(false);
    writer.release();
    expect(await writer.ended).toBe(true);
    await proposal;
    expect(isProposed).toBe(true);
  });

  it('S6.3 keeps a proposal from being overtaken by writers that come all the time', async () => {
    // SQLite runs one transaction at a time: there is nobody to overtake.
    if (!isPostgres(knex)) return;
    await propose(knex, 'g1', 0);
    const first = await hold('g1');
    const proposal = propose(knex, 'g2', 1);
    await somebodyWaits();
    // Comes while the first one still holds the row; behind the proposal nevertheless.
    const second = knex.transaction(trx =>
      holdsGeneration({ trx, generation: 'g1' }),
    );
    first.release();
    await first.ended;
    expect(await proposal).toBe(true);
    expect(await second).toBe(false);
  });

  it('S6.3 writes no verdict of a generation that went by while it was computed', async () => {
    await propose(knex, 'g1', 0);
    const [usageId] = await sync(knex, [declared()]);
    const record = () =>
      recordRejudgement({
        knex,
        usageId,
        evidence: [],
        judgement: judgementOf('trusted', 'accepted'),
        generation: 'g1',
        expectedRevision: 1,
        now: at(1),
      });
    await propose(knex, 'g2', 1);
    expect(await record()).toBe(false);
    expect(await knex('judgements')).toMatchObject([
      { verdict: 'inconclusive', revision: 1 },
    ]);
    await propose(knex, 'g1', 2);
    expect(await record()).toBe(true);
  });

  it('S6.3 discovers nothing under a generation that went by', async () => {
    await propose(knex, 'g2', 0);
    await expect(sync(knex, [declared()])).rejects.toThrow(
      GenerationMovedError,
    );
    expect(await knex('usages')).toEqual([]);
    expect(await knex('work')).toEqual([]);
  });

  it('S6.3 claims nothing under a generation that went by', async () => {
    await propose(knex, 'g1', 0);
    await sync(knex, [declared()]);
    await propose(knex, 'g2', 1);
    const claim = (generation: string) =>
      claimDueWork({
        knex,
        now: new Date(at(1)),
        leaseMs: 1,
        limit: 1,
        generation,
      });
    expect(await claim('g1')).toEqual([]);
    expect(await claim('g2')).toHaveLength(1);
  });

  it('says in the log what came into force', async () => {
    await propose(knex, 'g1', 0, someAuthorities());
    await propose(knex, 'late', 0);
    const entries = await knex('log_entries').where({ kind: 'generation' });
    expect(entries.map(({ content: text }) => JSON.parse(text))).toEqual([
      {
        number: 1,
        generation: 'g1',
        occasion: 'start',
        replica: 'r1',
        ...content,
      },
    ]);
  });

  it('S1.4 keeps what authorities held, by digest', async () => {
    const authorities = someAuthorities();
    await propose(knex, 'g1', 0, authorities);
    await propose(knex, 'g2', 1, authorities);
    expect(await knex('authority_versions')).toHaveLength(2);
    for (const authority of authorities) {
      const { digest, kind, name } = authority;
      const read = await readAuthorityVersion({ knex, digest });
      expect(read).toMatchObject({ digest, kind, name });
      const renamed = await readAuthorityVersion({ knex, digest, name: 'x' });
      expect(renamed).toMatchObject({ digest, name: 'x' });
    }
  });

  it('gives back no authority whose content somebody altered', async () => {
    const [key, root] = someAuthorities();
    const [other] = someAuthorities();
    await propose(knex, 'g1', 0, [key, root]);
    await knex('authority_versions')
      .where({ digest: key.digest })
      .update({ content: JSON.stringify(other.content) });
    await knex('authority_versions')
      .where({ digest: root.digest })
      .update({ content: '{"kind":"sigstore"' });
    for (const { digest } of [key, root, other])
      expect(await readAuthorityVersion({ knex, digest })).toBeUndefined();
  });

  it('keeps no authority of a proposal that came too late', async () => {
    await propose(knex, 'g1', 0);
    expect(await propose(knex, 'late', 0, someAuthorities())).toBe(false);
    expect(await knex('authority_versions')).toEqual([]);
  });

  it('knows the replicas that reported within the hour', async () => {
    await reportReplica({ knex, replica: replica(0) });
    const waiting = { id: 'r2', why: 'it differs' };
    await reportReplica({ knex, replica: replica(59, waiting) });
    await reportReplica({ knex, replica: replica(60, { worksUnder: 1 }) });
    expect(await listReplicas({ knex })).toEqual([
      replica(60, { worksUnder: 1 }),
      replica(59, waiting),
    ]);
    await reportReplica({ knex, replica: replica(120) });
    expect(await listReplicas({ knex })).toEqual([replica(120)]);
  });

  it('keeps the rows of a replica that starts over and over few', async () => {
    for (let i = 0; i < 200; i++)
      await reportReplica({ knex, replica: replica(i, { id: `r${i}` }) });
    expect(await knex('replicas')).toHaveLength(61);
  });

  it('migrates down and up again with data', async () => {
    const directory = resolvePackagePath(
      '@countersign/backstage-plugin-provenance-backend',
      'migrations',
    );
    const tables = ['generations', 'replicas', 'authority_versions'];
    for (const _ of ['once', 'again']) {
      await propose(knex, 'g1', 0, someAuthorities());
      await reportReplica({ knex, replica: replica(0) });
      for (const table of tables) expect(await knex(table)).not.toHaveLength(0);
      await knex.migrate.rollback({ directory }, true);
      for (const table of tables)
        expect(await knex.schema.hasTable(table)).toBe(false);
      await applyMigrations(knex);
    }
  });
});
