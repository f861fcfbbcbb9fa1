import type { Surroundings } from '../Surroundings';
import { loadKey, loadRoot } from './loadAuthority';
import { ruleFor, type Policy } from './Policy';

/**
 * One key. The trust root proves no signer here: it proves what transparency logs and timestamp authorities say about
 * signatures of the key.
 */
export async function keyPolicy(
  path: string,
  trustedRoot: string | undefined,
  surroundings: Surroundings,
): Promise<Policy> {
  const log =
    trustedRoot === undefined
      ? undefined
      : await loadRoot(trustedRoot, surroundings, { forKeys: true });
  const authority = await loadKey('key', path, { log });
  return {
    authorities: [authority],
    rules: [ruleFor({ key: authority.name })],
  };
}
