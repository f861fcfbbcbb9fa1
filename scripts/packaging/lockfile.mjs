/** @param {string} block */
function keyOf(block) {
  const [key] = block.trim().split('\n');
  return key;
}

/** @param {string} block */
const isOurs = block => keyOf(block).includes('@countersign/');

/**
 * A Yarn lock file without the entries of our own packages, so that Yarn reads their manifests anew.
 *
 * @param {string} lockfile
 */
export const withoutOurs = lockfile =>
  lockfile
    .split('\n\n')
    .filter(block => !isOurs(block))
    .join('\n\n');

/**
 * The entries that are neither a workspace nor ours, by their key line.
 *
 * @param {string} lockfile @returns {Map<string, string>}
 */
function thirdPartyEntries(lockfile) {
  const blocks = lockfile
    .split(/\n\n+/)
    .filter(
      block =>
        keyOf(block).startsWith('"') &&
        !isOurs(block) &&
        !/@(workspace|link):/.test(keyOf(block)),
    );
  return new Map(blocks.map(block => [keyOf(block), block.trim()]));
}

/**
 * @param {string} before @param {string} after
 * @returns {string[]} the entries that differ
 */
export function changedEntries(before, after) {
  const [old, now] = [thirdPartyEntries(before), thirdPartyEntries(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    key => old.get(key) !== now.get(key),
  );
}
