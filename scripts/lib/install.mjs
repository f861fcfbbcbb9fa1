import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UserError } from './UserError.mjs';
import { fromRoot } from './paths.mjs';
import { capture } from './processes.mjs';

const stamp = fromRoot('node_modules/.countersign-install');
const attempts = 4;

/** What an install depends on. Manifests are part of it: the lock file alone does not tell that one disagrees with it. */
function wantedStamp() {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of ['yarn.lock', 'package.json', '.yarnrc.yml']) {
    hash.update(readFileSync(fromRoot(file)));
  }
  return hash.digest('hex');
}

const isInstalled = () =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp();

const droppedConnection =
  /ERR_SOCKET|ECONNRESET|ETIMEDOUT|EPIPE|socket hang up|closed before|ReadError|TimeoutError/i;
const noNetwork = /ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|EHOSTUNREACH/;

/** Installs what the lock file says, and nothing else; does nothing where that was done before. */
export async function install() {
  if (isInstalled()) return;
  console.error('Installing dependencies (about a minute the first time) ...');
  for (let attempt = 1; ; attempt++) {
    const { code, output } = await capture(['yarn', 'install', '--immutable']);
    if (code === 0) break;
    const again = droppedConnection.test(output) && attempt < attempts;
    if (!again) throw installError(output);
    console.error('The registry closed a connection half-way; once more ...');
  }
  await checkYarnsNode();
  writeFileSync(stamp, wantedStamp());
}

/** @param {string} output */
function installError(output) {
  if (/YN0028/.test(output)) {
    return new UserError(
      'yarn.lock does not match the package.json files: run `./dev exec yarn install` and commit yarn.lock.',
    );
  }
  if (noNetwork.test(output) || droppedConnection.test(output)) {
    return new UserError(
      'The npm registry cannot be reached: check the network and the registry and proxy settings (npmRegistryServer, HTTPS_PROXY), then run this again.',
      69,
    );
  }
  console.error(output);
  return new UserError('yarn install failed, see above.', 69);
}

/** A yarn that is a wrapper may put another Node first than the one that was chosen. */
async function checkYarnsNode() {
  const { code, output } = await capture([
    'yarn',
    'node',
    fromRoot('scripts/lib/node-version.cjs'),
  ]);
  if (code === 0) return;
  console.error(output.trim());
  throw new UserError(
    'yarn is a wrapper that runs another Node than the one on PATH: run this again with DEV_TOOLCHAIN=npx.',
    69,
  );
}
