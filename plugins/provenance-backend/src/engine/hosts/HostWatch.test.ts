import type { Cause } from '@countersign/domain';
import type { HostContact } from '@countersign/verifier';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import { engineOver, syncAll, usageOf } from '../../__testUtils__/engineOver';
import { at, ManualClock, registryDown } from '../../__testUtils__/fixtures';
import type { Sight } from '../lookAt';
import { HostWatch } from './HostWatch';

jest.setTimeout(60_000);

const registry = 'registry.example';
const tokenHost = 'auth.example';
const denied: Cause = {
  code: 'access-denied',
  origin: 'infrastructure',
  message: 'refused',
};
const tokenDown: Cause = {
  ...registryDown,
  message: `${tokenHost} answered 503`,
};

describe.each(databases.eachSupportedId())('HostWatch on %s', databaseId => {
  let knex: Knex;
  let clock: ManualClock;
  let watch: HostWatch;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    clock = new ManualClock();
    watch = new HostWatch();
    await syncAll(knex, [usageOf('app', registry)]);
  });

  const note = (contacts: HostContact[], cause: Cause = denied) => {
    const sight: Sight = { status: 'failed', at: at(0), contacts, cause };
    return watch.note(registry, sight, engineOver(knex, clock));
  };
  const thrice = async (contacts: HostContact[], cause?: Cause) => {
    for (let i = 0; i < 3; i++) await note(contacts, cause);
  };
  const row = (host: string) => knex('hosts').where({ host }).first();
  const down = { host: registry, failure: registryDown };

  it.each(['401', '404 of a proxy'])(
    'a host that was down is up with its first answer: %s',
    async message => {
      await thrice([down]);
      expect(await row(registry)).toMatchObject({ down_since: at(0) });
      await note([{ host: registry }], { ...denied, message });
      expect(await row(registry)).toMatchObject({
        failures: 0,
        down_since: null,
        last_answer_at: at(0),
      });
      expect(watch.isFailing(registry)).toBe(false);
    },
  );

  it('a source of credentials that fails says nothing about the host, up or down', async () => {
    await note([]);
    expect(await row(registry)).toBeUndefined();
    await thrice([down]);
    await note([]);
    expect(await row(registry)).toMatchObject({
      failures: 3,
      down_since: at(0),
      last_answer_at: null,
    });
  });

  it('a token service that is down is noted and told by its own name, and its registry is up', async () => {
    const contacts = [
      { host: registry },
      { host: tokenHost, failure: tokenDown },
    ];
    await thrice(contacts, tokenDown);
    expect(await row(registry)).toMatchObject({
      failures: 0,
      down_since: null,
      last_answer_at: at(0),
    });
    const noted = await row(tokenHost);
    expect(noted).toMatchObject({ failures: 3, down_since: at(0) });
    expect(JSON.parse(noted.cause).message).toContain(tokenHost);
    const told: { about: string }[] = await knex('outbox');
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).toContain(tokenHost);
    expect(JSON.stringify(told)).not.toContain(registry);
    clock.advance(5);
    await note([{ host: registry }, { host: tokenHost }]);
    expect(await row(tokenHost)).toMatchObject({
      failures: 0,
      down_since: null,
      last_answer_at: at(5),
    });
  });

  it('S12.2 a registry cannot have another one left alone, whatever it redirects to or asks for a token', async () => {
    const victim = 'ghcr.io';
    await syncAll(knex, [usageOf('app', victim)]);
    await thrice([{ host: registry }, { host: victim, failure: registryDown }]);
    expect(await row(victim)).toBeUndefined();
    const sight: Sight = {
      ...{ status: 'failed', at: at(0), cause: registryDown },
      contacts: [{ host: victim, failure: registryDown }],
    };
    await watch.note(victim, sight, engineOver(knex, clock));
    expect(await row(victim)).toMatchObject({ failures: 1 });
    // Nor can it make one look alive that is not.
    await note([{ host: registry }, { host: victim }]);
    expect(await row(victim)).toMatchObject({ failures: 1 });
  });
});
