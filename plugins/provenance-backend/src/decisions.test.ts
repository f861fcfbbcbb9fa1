import type { AcceptanceRule } from '@countersign/domain';
import { pushImage, type Registry } from '@countersign/sandbox';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, rules } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import { presentTransition } from './api/presentTransition';
import { contentOf, rejudgeOutdated, runOnce } from './engine';
import { listTransitions, proposeGeneration } from './store';

jest.setTimeout(60_000);

const observed = (registry: Registry): AcceptanceRule[] =>
  rules(registry).map(rule => ({ ...rule, mode: 'observe' }));

describe.each(databases.eachSupportedId())('decisions on %s', id => {
  let knex: Knex;
  let portal: Portal;
  let usageId: string;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    portal = await startPortal({ knex, rules: observed });
    pushImage(portal.registry.repository('acme/bare'), { tag: '1' });
    const reference = `${portal.registry.host}/acme/bare:1`;
    const [usage] = await portal.look([component('bare', artifact(reference))]);
    usageId = usage.id;
    portal.clock.advance(1);
  });

  afterEach(() => portal.close());

  const history = async () => {
    const { found } = await listTransitions({ knex, usageId, limit: 100 });
    return found.map(({ row }) => presentTransition(row));
  };

  const enforce = () => portal.reconfigure({ rules: rules(portal.registry) });

  it('S4.6 S10.1 says when a rule began to be enforced, and tells nobody that somebody tampered', async () => {
    const [usage] = await enforce();
    expect(usage).toMatchObject({ verdict: 'unsigned', decision: 'deny' });
    const [newest, first] = await history();
    expect(first.judgement).toMatchObject({
      verdict: 'unsigned',
      decision: 'warn',
    });
    expect(newest).toMatchObject({
      at: portal.clock.now().toISOString(),
      from: {
        verdict: 'unsigned',
        decision: 'warn',
        reasonCode: usage.reason.code,
      },
      decisionChange:
        'would be blocked -> is blocked (rule acme-release now enforces, version 2 of the acceptance list)',
      judgement: { verdict: 'unsigned', decision: 'deny' },
      restsOn: { registry: { version: 2 } },
    });
    // The verdict itself is as old as it was.
    expect(usage.since).toBe(first.at);
    expect(await knex('outbox')).toEqual([]);
  });

  it('S10.1 writes nothing for a version of the list that changes nothing here', async () => {
    const before = await history();
    await portal.reconfigure({});
    expect(await history()).toEqual(before);
  });

  it('S6.3 an older engine that observes still undoes nothing beside a newer one that enforces', async () => {
    const old = portal.engine;
    await enforce();
    const { judging, generation, verification } = portal.engine;
    await proposeGeneration({
      knex,
      expected: 0,
      proposal: {
        generation,
        content: contentOf(judging, verification.revision),
        ...{ occasion: 'start', proposedBy: 'r1' },
      },
      authorities: judging.authorities.loaded,
      now: portal.clock.now().toISOString(),
    });
    const before = await history();
    for (const engine of [old, portal.engine, old, portal.engine]) {
      portal.clock.advance(5 * 60);
      await rejudgeOutdated(engine);
      await runOnce(engine);
    }
    expect(await history()).toEqual(before);
  });
});
