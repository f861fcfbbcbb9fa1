import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import knexFactory, { type Knex } from 'knex';
import {
  builtFor,
  seededEntity,
  seedUsages,
  type Seeded,
} from '../../plugins/provenance-backend/src/__testUtils__/seedUsages';
import {
  AuthorizedDigestService,
  AuthorizedFindingService,
  AuthorizedSignerService,
  AuthorizedUsageService,
  createRouter,
  StoredDigestService,
  StoredFindingService,
  StoredSignerService,
  StoredUsageService,
} from '../../plugins/provenance-backend/src/api';
import { applyMigrations } from '../../plugins/provenance-backend/src/store';
import {
  Visibility,
  VisibleEntities,
} from '../../plugins/provenance-backend/src/visibility';
import { report, skip } from './figures';

const quick = process.argv.includes('--quick');
const each = process.argv.includes('--each');
const size: Seeded = quick
  ? { entities: 1_000, usages: 10_000, materials: 4 }
  : builtFor;
const rounds = quick ? 10 : 40;
/** The viewer sees six entities of ten. */
const isSeen = (number: number) => number % 10 < 6;
const baseline = 200;
const name = `lists and filters, ${size.usages} usages, ${
  size.entities * 9 * size.materials
} rows of evidence`;

/** What the pages of the portal and its readers ask for; `next` follows the cursor twice. */
const requests: { path: string; next?: boolean }[] = [
  { path: '/usages', next: true },
  { path: '/usages?environment=prod' },
  { path: '/usages?cloud=aws&environment=prod&decision=deny&sort=since' },
  { path: '/usages?decision=deny&decision=warn&sort=strictness', next: true },
  { path: '/usages?sort=since', next: true },
  { path: '/usages?sort=lastCheckedAt&order=asc', next: true },
  { path: '/usages?verdict=untrusted&sort=lastCheckedAt' },
  { path: '/usages?reason=signer-not-accepted&location=region-0' },
  { path: '/usages?reason=digest-mismatch&sort=since' },
  { path: '/usages?freshness=stale' },
  { path: '/usages?finding=tag-moved&sort=strictness' },
  { path: '/usages?reference=service-0012' },
  { path: '/usages?reference=no-such-text' },
  { path: `/usages?entityRef=${seededEntity(11)}` },
  { path: `/usages?entityRef=${seededEntity(19)}` },
  { path: '/findings', next: true },
  { path: '/findings?state=all&code=tag-moved', next: true },
  { path: '/findings?since=2026-11-19T00:00:00.000Z' },
  { path: '/signers', next: true },
  { path: '/signers?accepted=false', next: true },
  { path: '/signers?sort=usages&environment=prod', next: true },
  { path: '/signers?sort=firstSeen&order=asc' },
  { path: '/signers?text=service-0012' },
  { path: '/signers?text=no-such-text&accepted=false' },
  { path: '/signers?authority=acme&issuer=https://issuer.example' },
];

/** Ours is everything behind the door: whoever calls and what the permission backend answers comes from memory. */
function serve(knex: Knex): Promise<Server> {
  /** Never asked here. */
  const none = {} as never;
  const clock = { now: () => new Date('2026-11-21T00:00:00.000Z') };
  const catalog = {
    async *streamEntities() {
      for (let first = 0; first < size.entities; first += 500)
        yield Array.from({ length: 500 }, (_, i) => first + i)
          .filter(isSeen)
          .map(number => ({
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: seededEntity(number).split('/')[1] },
          }));
    },
  };
  const permissions = {
    authorize: async (queries: { permission: { name: string } }[]) =>
      queries.map(() => ({ result: AuthorizeResult.DENY })) as never,
    authorizeConditional: async (queries: { permission: { name: string } }[]) =>
      queries.map(({ permission }) => ({
        result:
          permission.name === 'catalog.entity.read'
            ? AuthorizeResult.CONDITIONAL
            : AuthorizeResult.ALLOW,
      })) as never,
  };
  const visibility = new Visibility({
    permissions,
    permissionsRegistry: none,
    visibleEntities: new VisibleEntities({ catalog: catalog as never, clock }),
  });
  const guards = { visibility, permissions };
  const stored = { knex, clock, inForce: <T>(evidence: T) => evidence };
  const router = createRouter({
    ...({} as Record<
      | 'acceptance'
      | 'log'
      | 'status'
      | 'discovery'
      | 'deployments'
      | 'proposals'
      | 'replays'
      | 'acceptanceAids',
      never
    >),
    clock,
    usages: new AuthorizedUsageService(new StoredUsageService(stored), guards),
    findings: new AuthorizedFindingService(
      new StoredFindingService(stored),
      guards,
    ),
    digests: new AuthorizedDigestService(
      new StoredDigestService(stored),
      guards,
    ),
    signers: new AuthorizedSignerService(
      new StoredSignerService(stored),
      guards,
    ),
    httpAuth: {
      credentials: async () => mockCredentials.user(),
    } as never,
    auditor: none,
    logger: none,
  });
  return new Promise(resolve => {
    const server = express()
      .use(router)
      .listen(0, '127.0.0.1', () => resolve(server));
  });
}

type Answer = {
  items: { id: string; digest?: string }[];
  pageInfo: { nextCursor?: string };
};

class Meter {
  readonly taken = new Map<string, number[]>();

  constructor(private readonly base: string) {}

  async get(path: string, kind = path): Promise<Answer> {
    const begin = performance.now();
    const response = await fetch(`${this.base}${path}`);
    const body = (await response.json()) as Answer;
    const ms = performance.now() - begin;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    this.taken.set(kind, [...(this.taken.get(kind) ?? []), ms]);
    return body;
  }

  async follow({ path, next }: (typeof requests)[number]): Promise<void> {
    let page = await this.get(path);
    for (let i = 0; next && i < 2 && page.pageInfo.nextCursor; i++) {
      const join = path.includes('?') ? '&' : '?';
      const cursor = `cursor=${page.pageInfo.nextCursor}`;
      page = await this.get(`${path}${join}${cursor}`, `${path} (next)`);
    }
  }
}

function percentile95(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

async function measure(base: string) {
  const meter = new Meter(base);
  const { items } = await meter.get('/usages?sort=since', 'warm');
  for (const one of requests) await meter.follow(one);
  meter.taken.clear();
  for (let round = 0; round < rounds; round++) {
    for (const one of requests) await meter.follow(one);
    const { id, digest } = items[round % items.length];
    await meter.get(`/usages/${id}`, '/usages/{id}');
    await meter.get(`/usages/${id}/history`, '/usages/{id}/history');
    await meter.get(`/digests/${digest}`, '/digests/{digest}');
  }
  for (const [kind, values] of meter.taken)
    if (each)
      process.stderr.write(`${percentile95(values).toFixed(1)} ms  ${kind}\n`);
  const all = percentile95([...meter.taken.values()].flat());
  const slowest = Math.max(...[...meter.taken.values()].map(percentile95));
  for (const [what, value] of [
    [`${name}, p95`, all],
    [`${name}, p95 of the slowest kind of request`, slowest],
  ] as const)
    report({
      ...{ name: what, value, unit: 'ms over HTTP' },
      ...{ baseline: `${baseline} ms`, ratio: baseline / value },
    });
}

async function main() {
  const server =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!server) {
    skip(name, 'no PostgreSQL here');
    return;
  }
  const database = `bench_${randomUUID().replaceAll('-', '')}`;
  const admin = knexFactory({ client: 'pg', connection: server });
  await admin.raw('CREATE DATABASE ??', [database]);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const knex = knexFactory({ client: 'pg', connection: url.href });
  try {
    await applyMigrations(knex);
    await seedUsages(knex, size);
    const http = await serve(knex);
    await measure(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
    http.close();
  } finally {
    await knex.destroy();
    await admin.raw('DROP DATABASE ?? WITH (FORCE)', [database]);
    await admin.destroy();
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 70;
});
