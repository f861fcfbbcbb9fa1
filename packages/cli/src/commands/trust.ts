import type { AuthorityStatus } from '@countersign/domain';
import type { MirrorAccess } from '@countersign/verifier';
import type { Ending } from '../exit/exitCodes';
import { readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { shown } from '../output';
import { publicGoodKeeper } from '../policy/publicGood';
import type { Surroundings } from '../Surroundings';

/**
 * `ct trust update`: follows the TUF repository of Sigstore's public-good instance from the root that is built in, and
 * keeps what it brings in the user's cache folder. Where that fails the last good root stays in force.
 */
export async function trust(
  args: string[],
  surroundings: Surroundings,
  mirror?: MirrorAccess,
): Promise<Ending> {
  const { positionals } = readOptions(args, {});
  if (positionals.length !== 1 || positionals[0] !== 'update')
    throw new UsageError('ct trust knows "update" only');
  const keeper = publicGoodKeeper(surroundings, mirror);
  await keeper.open();
  await keeper.refresh({ force: true });
  const status = keeper.status();
  await surroundings.print(inWords(status));
  return status.lastError || status.refusedVersion ? 'inconclusive' : 'ok';
}

function inWords(status: AuthorityStatus): string {
  const { name, digest, version, refreshedAt, expiresAt } = status;
  const facts = [
    `${name}: ${digest ?? 'nothing'} is in force`,
    version && `version ${shown(version)}`,
    refreshedAt && `refreshed ${refreshedAt}`,
    expiresAt && `good until ${expiresAt}`,
  ].filter(Boolean);
  const problems = [
    status.lastError && `not updated: ${shown(status.lastError.message)}`,
    status.refusedVersion && `refused: ${shown(status.refusedVersion.why)}`,
  ].filter(Boolean);
  return `${[facts.join(', '), ...problems].join('\n')}\n`;
}
