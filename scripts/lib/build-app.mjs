import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from './UserError.mjs';
import { fromRoot } from './paths.mjs';
import { capture } from './processes.mjs';

const built = fromRoot('packages/app/dist/index.html');
const sources = [
  'packages/app',
  'packages/domain',
  'plugins/provenance',
  'plugins/provenance-common',
];

/** @param {string} dir @returns {number} */
function newest(dir) {
  let time = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (['dist', 'node_modules', 'dist-types'].includes(entry.name)) continue;
    const file = path.join(dir, entry.name);
    time = Math.max(
      time,
      entry.isDirectory() ? newest(file) : statSync(file).mtimeMs,
    );
  }
  return time;
}

function isCurrent() {
  if (!existsSync(built)) return false;
  const inputs = [
    ...sources.map(dir => newest(fromRoot(dir))),
    ...['yarn.lock', 'app-config.yaml'].map(
      file => statSync(fromRoot(file)).mtimeMs,
    ),
  ];
  return Math.max(...inputs) < statSync(built).mtimeMs;
}

/** Builds the frontend that the backend serves; does nothing where no source is newer than the last build. */
export async function buildApp() {
  if (isCurrent()) return;
  console.error('Building the app ...');
  const { code, output } = await capture(
    ['yarn', 'workspace', 'app', 'build', '--config', '../../app-config.yaml'],
    { env: { NODE_ENV: 'production' } },
  );
  if (code === 0) return;
  console.error(output);
  throw new UserError('The app does not build, see above.', 70);
}
