import type { IntegrityBreak } from '@countersign/backstage-plugin-provenance-common';
import { checkContent, recomputed } from './checkItem';
import { parsed } from './parsed';
import type { ChainPage } from './readChainPage';
import type { LogChainRow } from './rows';

const day = 86_400_000;

/** S10.3: nothing younger is ever pruned, whatever the configuration says. */
export const pruningFloorMs = 30 * day;

/** How far the clocks of replicas and of whoever checks may lie apart. */
const skewMs = 3_600_000;

/**
 * The content of an entry of the kind `pruned`: the checkpoint that it leaves, as it was sealed, and before when all of
 * what was removed happened. Older releases did not say the second.
 */
export type PruningContent = {
  through: { sequence: number; hash: string; sealedAt: string };
  before?: string;
  removed: { entries: number };
};

/**
 * Whether the beginning that is missing was pruned by the product (S10.3).
 *
 * The checkpoint is a link that is kept whole. Its hash covers when it was sealed, and the next link covers its hash:
 * who prunes what is young, and dates it back, breaks the chain behind it.
 */
export function checkPruning(
  { head, pruning }: ChainPage,
  checkpoint: LogChainRow,
  now: Date,
): IntegrityBreak | undefined {
  if (head.prunedBy === undefined || !pruning?.entry) return 'forged-pruning';
  const { link, entry } = pruning;
  if (recomputed(checkpoint) !== checkpoint.hash) return 'hash-mismatch';
  if (recomputed(link) !== link.hash) return 'hash-mismatch';
  if (checkContent(link, entry)) return 'row-changed';
  if (entry.kind !== 'pruned' || entry.at !== link.sealed_at)
    return 'forged-pruning';
  const through = parsed<PruningContent>(entry.content)?.through;
  if (!through) return 'forged-pruning';
  const age = Date.parse(entry.at) - Date.parse(checkpoint.sealed_at);
  const isOurs =
    through.sequence === Number(checkpoint.sequence) &&
    through.hash === checkpoint.hash &&
    Number(link.sequence) > through.sequence &&
    age >= pruningFloorMs &&
    Date.parse(entry.at) <= now.getTime() + skewMs;
  return isOurs ? undefined : 'forged-pruning';
}
