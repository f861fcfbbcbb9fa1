import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import Knex from 'knex';
import { compilePattern } from '../../packages/domain/src';
import {
  AuthorizedDeploymentService,
  createRouter,
} from '../../plugins/provenance-backend/src/api';
import {
  discover,
  LocatorCollector,
  type DiscoveryContext,
} from '../../plugins/provenance-backend/src/discovery';
import {
  judgeUnseenWith,
  startEngine,
} from '../../plugins/provenance-backend/src/engine';
import { mostHeld } from './heap';
import { clusters, generatedCatalog } from './portal';
import { engineOn, MovedClock, silent, type SweptWorld } from './sweepEngine';
import { Writes } from './writes';

export interface DiscoveredWorld extends Omit<SweptWorld, 'clock'> {
  entities: number;
}

export interface Passed {
  seconds: number;
  /** Of this process. */
  processor: number;
  /** Rows written, by table. */
  rows: Record<string, number>;
  statements: number;
  /** Milliseconds of the statements that took longest, each all times that it was sent. */
  slowest: [string, number][];
  /** The most memory that the process ever had, in bytes. */
  memory: number;
}

/** What a backend in a process of its own says: when it is there, after `pass`, `weigh` and `serve`. */
export interface DiscovererMessage {
  /** Its memory before it does anything. */
  memory?: number;
  passed?: Passed;
  /** The most that another unchanged pass holds at once, in bytes. */
  held?: number;
  /** Where it takes reports while it looks at everything. */
  port?: number;
}

/** Pipelines that report: each may send so many requests a minute. */
const subjects = ['a', 'b', 'c', 'd'].map(name => `external:ci-${name}`);

const none = {} as never;

function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

async function pass(context: DiscoveryContext): Promise<Passed> {
  const writes = new Writes(context.knex);
  const begin = performance.now();
  const before = process.cpuUsage();
  await discover(context);
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(before);
  writes.end();
  const { rows, statements } = writes;
  const processor = (user + system) / 1e6;
  const slowest = [...writes.took].sort(([, a], [, b]) => b - a).slice(0, 12);
  return { seconds, processor, rows, statements, slowest, memory: peak() };
}

/** The API as it takes reports; whoever calls and what the catalog says comes from memory. */
async function serve(context: DiscoveryContext): Promise<number> {
  const { knex, clock, catalog, auth, judgeUnseen, generation } = context;
  const anything = [compilePattern('**')];
  const deployments = new AuthorizedDeploymentService({
    ...{ knex, clock, catalog, auth, logger: silent },
    permissions: {
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: none,
    },
    permissionsRegistry: none,
    bindings: subjects.map(subject => ({
      ...{ subject, entities: anything, environments: anything },
    })),
    judging: () => ({ judgeUnseen, generation }),
  });
  let asked = 0;
  const router = createRouter({
    ...{ usages: none, findings: none, digests: none, signers: none },
    acceptanceAids: none,
    ...{ discovery: none, acceptance: none, log: none, status: none },
    ...{ proposals: none, replays: none },
    ...{ clock, logger: silent },
    deployments,
    httpAuth: {
      credentials: async () =>
        mockCredentials.service(subjects[asked++ % subjects.length]),
    } as never,
    auditor: {
      createEvent: async () => ({
        success: async () => undefined,
        fail: async () => undefined,
      }),
    },
  });
  const server = express().use(router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A backend on a database, which does what it is told until whoever started it lets go. */
async function main() {
  const [address, text] = process.argv.slice(2);
  const { entities, ...world }: DiscoveredWorld = JSON.parse(text);
  const pool = { min: 0, max: 20 };
  const knex = Knex({ client: 'pg', connection: address, pool });
  const clock = new MovedClock();
  const { engine } = await engineOn(knex, { ...world, clock });
  const collector = new LocatorCollector();
  collector.addLocator(clusters(world.host));
  const context: DiscoveryContext = {
    ...{ knex, clock, logger: silent, sources: collector.sources },
    catalog: generatedCatalog(entities, world.host) as never,
    auth: {
      getOwnServiceCredentials: async () => mockCredentials.service(),
      isPrincipal: (_: unknown, type: string) => type === 'service',
    } as never,
    judgeUnseen: judgeUnseenWith(engine),
    generation: engine.generation,
  };
  process.on('message', async order => {
    if (order === 'pass') process.send?.({ passed: await pass(context) });
    if (order === 'weigh')
      process.send?.({ held: await mostHeld(knex, () => discover(context)) });
    if (order !== 'serve') return;
    startEngine(engine);
    process.send?.({ port: await serve(context) });
  });
  // Nothing of it is needed any more: a sweep that is under way need not come to its end.
  process.once('disconnect', () => process.exit());
  process.send?.({ memory: peak() });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
