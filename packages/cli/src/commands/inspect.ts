import type { Ending } from '../exit/exitCodes';
import { readArtifact } from '../look/Artifact';
import { lookerFor } from '../look/Looker';
import { onlyPositional, readOptions } from '../options/readOptions';
import { humanInspection, inspectionOf, isUnseen, plainJson } from '../output';
import { loadKey, loadRoot } from '../policy/loadAuthority';
import type { Surroundings } from '../Surroundings';
import { prove } from '../verdict/prove';

const kinds = {
  bundle: 'text',
  key: 'text',
  'trusted-root': 'text',
  'allow-host': 'list',
  json: 'switch',
} as const;

/**
 * `ct inspect`: who signed it. Nobody is asked whether they may, so that nothing here is an answer to that: neither a
 * word of the output nor the exit code.
 */
export async function inspect(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const name = onlyPositional(positionals, 'image or file');
  const root = await loadRoot(values['trusted-root'], surroundings);
  const authorities =
    values.key === undefined
      ? [root]
      : [root, await loadKey('key', values.key)];
  const artifact = readArtifact(name, values.bundle);
  const looker = lookerFor(artifact, values['allow-host'], surroundings);
  const look = await looker
    .look()
    .then(found => looker.lookAtChildren(found))
    .finally(() => looker.close());
  const evidence = prove(look, authorities, surroundings.now());
  const inspection = inspectionOf(look, evidence);
  await surroundings.print(
    values.json ? `${plainJson(inspection)}\n` : humanInspection(inspection),
  );
  return isUnseen(inspection) ? 'inconclusive' : 'ok';
}
