import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { UserError } from '../lib/UserError.mjs';
import { fromRoot, root } from '../lib/paths.mjs';
import { capture } from '../lib/processes.mjs';

const workspaceFiles = [
  'package.json',
  'yarn.lock',
  '.yarnrc.yml',
  'tsconfig.json',
  'backstage.json',
];

/** @returns {{ name: string, dir: string }[]} every package that others can install */
export function publicPackages() {
  return ['packages', 'plugins'].flatMap(parent =>
    readdirSync(fromRoot(parent))
      .map(name => path.join(parent, name))
      .filter(dir => existsSync(fromRoot(dir, 'package.json')))
      .map(dir => ({
        dir,
        manifest: JSON.parse(
          readFileSync(fromRoot(dir, 'package.json'), 'utf8'),
        ),
      }))
      .filter(({ manifest }) => !manifest.private)
      .map(({ dir, manifest }) => ({ dir, name: manifest.name })),
  );
}

/** @param {string} name */
export const tarballName = name =>
  `${name.replace('@', '').replace('/', '-')}.tgz`;

/**
 * Packs what the last build made, as publishing would. It happens in a copy: `prepack` rewrites package.json in place
 * for a moment, and other checks read it at the same time.
 *
 * @param {string} workspace an empty folder for the copy @param {string} tarballs
 */
export async function pack(workspace, tarballs) {
  const filter = (/** @type {string} */ source) =>
    path.basename(source) !== 'node_modules';
  for (const name of ['packages', 'plugins', ...workspaceFiles]) {
    cpSync(fromRoot(name), path.join(workspace, name), {
      recursive: true,
      filter,
    });
  }
  symlinkSync(
    path.join(root, 'node_modules'),
    path.join(workspace, 'node_modules'),
  );
  for (const { name, dir } of publicPackages()) {
    if (!existsSync(fromRoot(dir, 'dist'))) {
      throw new UserError(
        `${dir} is not built: run ./dev test packaging, which builds first.`,
      );
    }
    const file = path.join(tarballs, tarballName(name));
    const { code, output } = await capture(
      ['yarn', 'workspace', name, 'pack', '--out', file],
      { cwd: workspace },
    );
    if (code !== 0)
      throw new UserError(`${name} cannot be packed:\n${output}`, 70);
  }
}
