import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../lib/UserError.mjs';
import { waitUntilReady } from '../lib/portal.mjs';
import { freePort } from '../lib/ports.mjs';
import { collectOutput, end, start } from '../lib/processes.mjs';

/**
 * Lays the consumer's built backend out as a container image would have it.
 *
 * @param {string} consumer @param {string} target @returns {string} target
 */
export function unpackBackend(consumer, target) {
  mkdirSync(target);
  for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
    execFileSync('tar', [
      ...['-xzf', path.join(consumer, 'packages/backend/dist', archive)],
      ...['-C', target],
    ]);
  }
  symlinkSync(
    path.join(consumer, 'node_modules'),
    path.join(target, 'node_modules'),
  );
  return target;
}

/** @param {import('./world.mjs').World} world @param {import('./databases.mjs').Database} database @param {number} port */
function configuration(world, database, port) {
  const address = `http://localhost:${port}`;
  return {
    app: { title: 'Consumer', baseUrl: address, packages: 'all' },
    backend: {
      baseUrl: address,
      listen: { host: '127.0.0.1', port },
      database: database.configuration,
    },
    auth: { providers: { guest: {} } },
    catalog: {
      rules: [{ allow: ['Component'] }],
      locations: [{ type: 'file', target: world.catalogFile }],
    },
    permission: { enabled: true },
    provenance: world.provenance,
  };
}

/** @param {string} address @returns {Promise<any>} */
async function readUsages(address) {
  const json = { 'content-type': 'application/json' };
  const session = await fetch(`${address}/api/auth/guest/refresh`, {
    method: 'POST',
    headers: json,
    body: '{}',
  });
  const { backstageIdentity } = /** @type {any} */ (await session.json());
  const response = await fetch(`${address}/api/provenance/usages`, {
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
  return response.json();
}

/** @param {string} address @param {() => string} log */
async function waitForVerdict(address, log) {
  const deadline = Date.now() + 60_000;
  let seen;
  while (Date.now() < deadline) {
    seen = await readUsages(address).catch(String);
    const [usage] = seen?.items ?? [];
    if (usage?.reason?.code === 'accepted' && usage.verdict === 'trusted')
      return;
    await sleep(500);
  }
  throw new UserError(
    `No usage became trusted; last answer ${JSON.stringify(seen)}\n${log()}`,
    70,
  );
}

/**
 * The verdict was made by a worker of the packed package, not by the backend's own process.
 *
 * @param {number | undefined} pid
 */
function checkWorker(pid) {
  const children = execFileSync('ps', ['-o', 'args=', '--ppid', `${pid}`], {
    encoding: 'utf8',
  });
  if (!/verifier\/dist\/workers\/worker\.cjs\.js/.test(children))
    throw new UserError(`No worker verified; children:\n${children}`, 70);
}

/**
 * Starts the built backend on a database and waits for one verdict over HTTP.
 *
 * @param {string} backend @param {import('./world.mjs').World} world @param {import('./databases.mjs').Database} database
 */
export async function checkBackend(backend, world, database) {
  const startedAt = Date.now();
  const port = await freePort();
  const file = path.join(backend, `app-config.${database.name}.yaml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration(world, database, port)));
  const child = start(
    [process.execPath, 'packages/backend', '--config', file],
    // Guests sign in outside production only.
    { cwd: backend, env: { NODE_ENV: 'development' } },
  );
  const log = collectOutput(child);
  const address = `http://localhost:${port}`;
  try {
    await waitUntilReady(address, log, 60_000);
    await waitForVerdict(address, log);
    checkWorker(child.pid);
  } finally {
    await end(child);
  }
  console.log(
    `${database.name}: ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
}
