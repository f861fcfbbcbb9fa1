import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../lib/UserError.mjs';
import { capture, onExit } from '../lib/processes.mjs';

/**
 * A program of others that ours must get along with. Built from its source by Go's own module proxy and checksum
 * database, at exactly this version, into a folder outside the tree.
 *
 * @typedef {{ name: string, module: string, version: string, main: string }} Tool
 */

/** @type {Tool[]} */
const tools = [
  {
    name: 'cosign-v2',
    module: 'github.com/sigstore/cosign/v2',
    version: 'v2.6.5',
    main: 'cmd/cosign',
  },
  {
    name: 'cosign-v3',
    module: 'github.com/sigstore/cosign/v3',
    version: 'v3.1.3',
    main: 'cmd/cosign',
  },
  {
    name: 'oras',
    module: 'oras.land/oras',
    version: 'v1.2.3',
    main: 'cmd/oras',
  },
  {
    name: 'olareg',
    module: 'github.com/olareg/olareg',
    version: 'v0.1.2',
    main: 'cmd/olareg',
  },
];

/** For all of them: a module proxy that does not answer must not hold up everything else. */
const longestBuildsMs = 20 * 60_000;

const folder =
  process.env.COUNTERSIGN_INTEROP_TOOLS ??
  path.join(
    process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
    'countersign',
    'interop',
  );

/** @param {Tool} tool */
const fileOf = ({ name, version }) => path.join(folder, `${name}-${version}`);

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {Tool} tool */
const isBuilt = tool => isExecutable(fileOf(tool));

/** Debian's docker-registry is installed, not built: a registry without the Referrers API. */
function dockerRegistry() {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(entry => path.join(entry, 'docker-registry'))
    .find(isExecutable);
}

/**
 * What is there and what is not.
 *
 * @returns {{ env: Record<string, string>, missing: string[] }} `env` as the tests read it
 */
export function findTools() {
  const missing = tools
    .filter(tool => !isBuilt(tool))
    .map(
      ({ name, version }) =>
        `interop with ${name} ${version}: build it with \`yarn interop:tools\` (needs Go)`,
    );
  const registry = dockerRegistry();
  if (!registry)
    missing.push(
      'interop with docker-registry: install the package docker-registry',
    );
  const built = tools
    .filter(isBuilt)
    .map(tool => [variableOf(tool.name), fileOf(tool)]);
  return {
    missing,
    env: {
      ...Object.fromEntries(built),
      ...(registry && { [variableOf('docker-registry')]: registry }),
    },
  };
}

/** @param {string} name */
const variableOf = name => `INTEROP_${name.toUpperCase().replace(/-/g, '_')}`;

/**
 * @param {Tool} tool @param {number} timeout milliseconds
 * @throws {UserError} where Go is missing or the build fails
 */
async function build(tool, timeout) {
  const { name, module, version, main } = tool;
  const workspace = mkdtempSync(path.join(tmpdir(), 'countersign-go-'));
  const remove = onExit(() =>
    rmSync(workspace, { recursive: true, force: true }),
  );
  mkdirSync(folder, { recursive: true });
  const part = `${fileOf(tool)}.part`;
  // A module of our own around it, because `go install` also asks for the list of versions, which a proxy may not give.
  const steps = [
    ['go', 'mod', 'init', 'interop'],
    ['go', 'mod', 'edit', '-require', `${module}@${version}`],
    ['go', 'build', '-mod=mod', '-trimpath', '-o', part, `${module}/${main}`],
    ['mv', part, fileOf(tool)],
  ];
  for (const step of steps) {
    const { code, output } = await capture(step, {
      cwd: workspace,
      env: { GOFLAGS: '-buildvcs=false' },
      timeout,
    }).catch(error => ({ code: 69, output: String(error.message) }));
    if (code !== 0)
      throw new UserError(
        `${name} ${version} could not be built: ${output
          .trim()
          .split('\n')
          .at(-1)}`,
        69,
      );
  }
  await remove();
}

/**
 * Builds what is missing, one by one, as far as that can be done here.
 *
 * @param {(tool: Tool) => void} [onBegin]
 * @returns {Promise<string[]>} why each of the others could not be built
 */
export async function buildMissing(onBegin = () => {}) {
  const problems = [];
  const end = Date.now() + longestBuildsMs;
  for (const tool of tools.filter(one => !isBuilt(one))) {
    onBegin(tool);
    try {
      // A whole second at least: none would mean no limit.
      await build(tool, Math.max(end - Date.now(), 1_000));
    } catch (error) {
      problems.push(error instanceof UserError ? error.message : String(error));
    }
  }
  return problems;
}
