import { mockServices } from '@backstage/backend-test-utils';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, declared, ManualClock, sync } from '../__testUtils__/fixtures';
import { eventually } from '../__testUtils__/eventually';
import { claimDueWork, type WorkClaim } from '../store';
import type { EngineContext } from './EngineContext';
import { keepLease, leaseMs } from './keepLease';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('keepLease on %s', databaseId => {
  let context: EngineContext;
  let clock: ManualClock;
  let tick: () => void;

  beforeEach(async () => {
    const knex = await migratedDatabase(databaseId);
    await sync(knex, [declared()]);
    clock = new ManualClock();
    context = {
      knex,
      clock,
      logger: mockServices.logger.mock(),
    } as Partial<EngineContext> as EngineContext;
    jest.spyOn(global, 'setInterval').mockImplementation(((
      callback: () => void,
    ) => {
      tick = callback;
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
});
