import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../lib/UserError.mjs';
import { runMain } from '../lib/main.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { findPostgres, postgresAdvice } from '../lib/postgres.mjs';
import { capture, onExit } from '../lib/processes.mjs';
import { checkBackend, unpackBackend } from './backend.mjs';
import { checkCommand } from './command.mjs';
import { postgresDatabase, sqliteDatabase } from './databases.mjs';
import { changedEntries, withoutOurs } from './lockfile.mjs';
import { pack } from './pack.mjs';
import { startWorld } from './world.mjs';

const template = fromRoot('scripts/packaging/consumer');
const update = process.argv.includes('--update');

function temporaryFolder() {
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-packaging-'));
  onExit(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** @param {string} what @param {string[]} command @param {Parameters<typeof capture>[1]} options */
async function must(what, command, options) {
  const startedAt = Date.now();
  const { code, output } = await capture(command, options);
  if (code !== 0) throw new UserError(`${what} failed:\n${output}`, 70);
  console.log(`${what}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/**
 * Our own tarballs have another hash after every build, so their entries are written anew; all else has to come out as
 * it was committed, else the check would test other packages tomorrow than it does today.
 *
 * @param {string} consumer
 */
async function installConsumer(consumer) {
  await must('install', ['yarn', 'install'], {
    cwd: consumer,
    env: {
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_CHECKSUM_BEHAVIOR: 'update',
      // A fresh resolve of the newest versions does not always succeed; CONTRIBUTING.md says why.
      ...(update && {
        YARN_NPM_MINIMAL_AGE_GATE: '45d',
        YARN_NPM_PREAPPROVED_PACKAGES: '',
      }),
    },
  });
  const lockfile = path.join(consumer, 'yarn.lock');
  if (update) {
    writeFileSync(
      path.join(template, 'yarn.lock'),
      withoutOurs(readFileSync(lockfile, 'utf8')),
    );
    return;
  }
  const changed = changedEntries(
    readFileSync(path.join(template, 'yarn.lock'), 'utf8'),
    readFileSync(lockfile, 'utf8'),
  );
  if (changed.length > 0) {
    throw new UserError(
      `The consumer's lock file no longer fits (${changed.length} entries, first ${changed[0]}): run yarn test:packaging --update and commit scripts/packaging/consumer/yarn.lock.`,
    );
  }
}

async function check() {
  const dir = temporaryFolder();
  const [workspace, consumer] = ['workspace', 'consumer'].map(name =>
    path.join(dir, name),
  );
  mkdirSync(workspace);
  cpSync(template, consumer, { recursive: true });
  mkdirSync(path.join(consumer, 'tarballs'));
  await pack(workspace, path.join(consumer, 'tarballs'));
  await installConsumer(consumer);

  const options = { cwd: consumer, env: { NODE_ENV: undefined } };
  await must('type check', ['yarn', 'tsc'], options);
  await must(
    'build',
    ['yarn', 'backstage-cli', 'repo', 'build', '--all'],
    options,
  );

  const backend = unpackBackend(consumer, path.join(dir, 'deployed'));
  const world = await startWorld(dir);
  await checkCommand(consumer, world);
  await checkBackend(backend, world, sqliteDatabase());
  const server = await findPostgres();
  if (!server) {
    if (process.env.CI)
      throw new UserError(`No PostgreSQL: ${postgresAdvice}.`);
    console.log(`skipped PostgreSQL: ${postgresAdvice}`);
    return 0;
  }
  await checkBackend(backend, world, await postgresDatabase(server));
  return 0;
}

await runMain(check);
