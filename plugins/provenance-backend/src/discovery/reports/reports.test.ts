import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  at,
  declared,
  digestOf,
  entityRef,
  ManualClock,
  repository,
  unseen,
} from '../../__testUtils__/fixtures';
import { component } from '../../__testUtils__/startPortal';
import { GenerationMovedError, settleReports } from '../../store';
import { discover } from '../discover';
import { endAbsent } from '../endAbsent';
import { Pass } from '../Pass';
import { endLifetimes } from './endLifetimes';
import { reports } from './reports';

jest.setTimeout(60_000);

const payments = component('payments', `- reference: ${repository}:1`);

describe.each(databases.eachSupportedId())('reports in a pass on %s', id => {
  let knex: Knex;
  let clock: ManualClock;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    clock = new ManualClock(at(0));
  });

  const context = () => ({
    ...{ knex, clock, logger: mockServices.logger.mock() },
    ...{ judgeUnseen: () => unseen, generation: 'g1' },
  });
  const pass = (entities: Entity[]) =>
    discover({
      ...context(),
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
    });
  const report = (digest: string, minute: number, expiresAt?: string) =>
    settleReports({
      ...{ ...context(), entityRef, locator: 'report' },
      now: clock.now().toISOString(),
      reports: [
        {
          removed: false,
          claim: {
            ...{ locator: 'report', standing: 'reported', at: at(minute) },
            identity: { ...declared().identity, environment: undefined },
            reference: `${repository}@${digestOf(digest)}`,
            digest: digestOf(digest),
            expiresAt,
          },
        },
      ],
    });
  const holds = async () =>
    (await knex('usage_states').whereNull('valid_to')).map(
      ({ reference }) => reference,
    );

  it('ends with its lifetime, and what is declared comes back', async () => {
    await report('a', 0, at(10));
    await pass([payments]);
    expect(await holds()).toEqual([`${repository}@${digestOf('a')}`]);
    clock.advance(9);
    expect(await endLifetimes(context())).toBe(0);
    clock.advance(1);
    expect(await endLifetimes(context())).toBe(1);
    expect(await holds()).toEqual([`${repository}:1`]);
    expect(await endLifetimes(context())).toBe(0);
  });

  it('ends in the next pass where nothing else came by', async () => {
    await report('a', 0, at(10));
    clock.advance(11);
    await pass([payments]);
    expect(await holds()).toEqual([`${repository}:1`]);
  });

  it('S6.3 ends nothing under a generation that is not in force', async () => {
    await report('a', 0, at(10));
    await knex('generations').insert({
      ...{ number: 1, content_hash: 'g2', content: '{}' },
      ...{ occasion: 'start', proposed_by: 'other', proposed_at: at(5) },
    });
    clock.advance(11);
    await expect(endLifetimes(context())).rejects.toThrow(GenerationMovedError);
    expect(await holds()).toEqual([`${repository}@${digestOf('a')}`]);
  });

  it('stays through any number of passes while its entity is there', async () => {
    await report('a', 0);
    for (let i = 0; i < 3; i++) await pass([payments]);
    expect(await holds()).toEqual([`${repository}@${digestOf('a')}`]);
  });

  it('ends with its entity after two passes, and not where it was back between', async () => {
    await report('a', 0);
    await pass([]);
    await pass([payments]);
    await pass([]);
    expect(await holds()).toContain(`${repository}@${digestOf('a')}`);
    await pass([]);
    expect(await holds()).toEqual([]);
  });

  it('is not taken back by a pass that began before it', async () => {
    await report('a', 0);
    await pass([]);
    // The second pass that does not see the entity reads what is to end.
    const late = new Pass([reports], context());
    await late.miss([entityRef]);
    await report('b', 1);
    await endAbsent(late);
    expect(await holds()).toEqual([`${repository}@${digestOf('b')}`]);
  });

  it('is not taken back where it says the same once more', async () => {
    await report('a', 0);
    await pass([]);
    const late = new Pass([reports], context());
    await late.miss([entityRef]);
    await report('a', 1);
    await endAbsent(late);
    expect(await holds()).toEqual([`${repository}@${digestOf('a')}`]);
  });
});
