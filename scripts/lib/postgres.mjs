import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  chownSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from './paths.mjs';
import { freePort } from './ports.mjs';
import { capture, onExit, start } from './processes.mjs';

/** The variable that Backstage's test databases read. The number is part of the name, not the server's version. */
export const postgresVariable =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

export const postgresAdvice =
  'install PostgreSQL (Debian: apt-get install postgresql) or name a server in ' +
  postgresVariable;

/**
 * @param {string} connectionString
 * @returns {Promise<{ query(sql: string): Promise<{ rows: Record<string, unknown>[] }>, end(): Promise<void> }>}
 */
export async function connect(connectionString) {
  const require = createRequire(fromRoot('packages/backend/package.json'));
  const { Client } = /** @type {any} */ (require('pg'));
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: 3000,
  });
  await client.connect();
  return client;
}

/** @param {string} connectionString */
async function isSuperuser(connectionString) {
  const client = await connect(connectionString).catch(() => undefined);
  if (!client) return false;
  try {
    const { rows } = await client.query(
      'select rolsuper from pg_roles where rolname = current_user',
    );
    return rows[0]?.rolsuper === true;
  } finally {
    await client.end();
  }
}

/**
 * A PostgreSQL to test on: the one that the environment names, one that listens on 127.0.0.1:5432, or a throw-away one
 * from Debian's binaries, which ends with this process.
 *
 * @returns {Promise<string | undefined>} its connection string
 */
export async function findPostgres() {
  const named = process.env[postgresVariable];
  const known = named
    ? [named]
    : ['postgres', 'root'].map(
        user => `postgresql://${user}@127.0.0.1:5432/postgres`,
      );
  for (const connectionString of known) {
    if (await isSuperuser(connectionString)) return connectionString;
  }
  return named ? undefined : startThrowAway();
}

function debianBinaries() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map(version => path.join(base, version, 'bin'))
    .find(bin => existsSync(path.join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root; as root it runs as the account that Debian's package makes. */
function postgresAccount() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function startThrowAway() {
  const bin = debianBinaries();
  if (!bin) return undefined;
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-postgres-'));
  onExit(() => rmSync(dir, { recursive: true, force: true }));
  const account = postgresAccount();
  if (account.uid !== undefined) chownSync(dir, account.uid, account.gid);

  const data = path.join(dir, 'data');
  const options = { cwd: dir, ...account };
  const initdb = [path.join(bin, 'initdb'), '-D', data, '-U', 'postgres'];
  const created = await capture(
    [...initdb, '-A', 'trust', '--locale=C', '-E', 'UTF8'],
    options,
  );
  if (created.code !== 0) return undefined;

  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${dir}`,
    'fsync=off',
    'max_connections=200',
  ].flatMap(setting => ['-c', setting]);
  start([path.join(bin, 'postgres'), '-D', data, ...settings], {
    ...options,
    stdio: 'ignore',
  });
  const connectionString = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await isSuperuser(connectionString)) return connectionString;
    await sleep(100);
  }
  return undefined;
}
