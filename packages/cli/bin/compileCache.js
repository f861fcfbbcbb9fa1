'use strict';

const { lstatSync, mkdirSync } = require('node:fs');
const nodeModule = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');

/**
 * Keeps what the engine made of the command's one file, in the user's own cache folder beside the trust roots: compiling
 * it anew is an eighth of an answer's time. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 *
 * What lies there is run as code. So it is used only where the folder is this user's, and nobody else may write to it;
 * never a shared folder for temporary files, which is what Node would take by itself.
 */
exports.useCompileCache = function useCompileCache() {
  try {
    const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
    const folder = path.resolve(cache, 'countersign', 'compiled');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(path.dirname(folder)) || !isOwn(folder)) return;
    // From Node 22.1 on.
    nodeModule.enableCompileCache?.(folder);
  } catch {
    // Without one it takes longer, and says the same.
  }
};

/** Windows has no such owners; there the folder lies in the user's profile. */
function isOwn(folder) {
  const { uid, mode } = lstatSync(folder);
  const user = process.getuid?.();
  return user === undefined || (uid === user && (mode & 0o022) === 0);
}
