import { mockServices } from '@backstage/backend-test-utils';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, declared, ManualClock, sync } from '../__testUtils__/fixtures';
import { eventually } from '../__testUtils__/eventually';
import { claimDueWork, type WorkClaim } from '../store';
import { engineOver, fakeLooker, usagesAt } from '../__testUtils__/engineOver';
import { startEngine } from './Engine';
import type { EngineContext } from './EngineContext';
import { keepLease, leaseMs } from './keepLease';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('keepLease on %s', databaseId => {
  let context: EngineContext;
  let clock: ManualClock;
  let tick: () => void;
  let ticks: (() => void)[];

  beforeEach(async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, [declared()]);
    clock = new ManualClock();
    ticks = [];
    context = {
      knex,
      clock,
      logger: mockServices.logger.mock(),
    } as Partial<EngineContext> as EngineContext;
    jest.spyOn(global, 'setInterval').mockImplementation(((
      callback: () => void,
    ) => {
      tick = callback;
      ticks.push(callback);
      return { unref() {} };
    }) as never);
  });

  afterEach(() => jest.restoreAllMocks());

  async function claimAt(minutes: number): Promise<WorkClaim> {
    const [claim] = await claimDueWork({
      knex: context.knex,
      now: new Date(at(minutes)),
      leaseMs,
      limit: 1,
    });
    return claim;
  }

  const leasedUntil = async () =>
    (await context.knex('work').first()).leased_until;

  it('holds on to a look that takes its time', async () => {
    const lease = keepLease([await claimAt(0)], context);
    clock.advance(0.5);
    tick();
    await eventually(async () => expect(await leasedUntil()).toBe(at(1.5)));
    expect(await claimAt(1)).toBeUndefined();
    lease.end();
  });

  it('does not take back what another replica took over', async () => {
    const old = await claimAt(0);
    await claimAt(1);
    keepLease([old], context).end();
    clock.advance(5);
    tick();
    await context.knex('work');
    expect(await leasedUntil()).toBe(at(2));
  });

  it('holds on to what waits until a slow look leaves its place', async () => {
    const { knex } = context;
    await sync(knex, []);
    await sync(knex, usagesAt('slow.example.com', 3));
    let open = () => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    const looker = fakeLooker(clock, { resolve: () => gate });
    const engine = startEngine(
      engineOver(knex, clock, { looker, concurrency: 2 }),
    );
    const leases = async () =>
      (await knex('work')).map(row => row.leased_until);
    await eventually(async () =>
      expect(await leases()).toEqual([at(1), at(1), at(1)]),
    );
    clock.advance(0.5);
    await eventually(async () => {
      ticks.forEach(each => each());
      expect(await leases()).toEqual([at(1.5), at(1.5), at(1.5)]);
    });
    open();
    await engine.stop();
  });
});
