import type { IntegrityBreak } from '@countersign/backstage-plugin-provenance-common';
import {
  commitToContent,
  commitToDetail,
  commitToEntry,
  hashOfLink,
} from './commitments';
import { parsed } from './parsed';
import type { ChainItem, Erasure } from './readChainPage';
import type { LogChainRow, LogEntryRow, TransitionRow } from './rows';
import { transitionContent } from './transitionContent';
import type { LogHead } from './withHead';

/** What is wrong with a link and what it commits to, if anything is. The first that is found counts. */
export function checkItem(
  { link, entry, transition }: ChainItem,
  before: LogHead,
  erasures: Map<number, Erasure>,
): IntegrityBreak | undefined {
  if (Number(link.sequence) !== before.sequence + 1) return 'gap';
  if (link.previous_hash !== before.hash) return 'hash-mismatch';
  if (recomputed(link) !== link.hash) return 'hash-mismatch';
  if (!entry) return 'payload-missing';
  // One that is called waiting would be linked a second time, which stops the sealer.
  if (entry.sealed !== 1) return 'row-changed';
  return (
    checkContent(link, entry) ??
    checkTransition(entry, transition) ??
    checkDetail(entry, detailOf(entry, transition), erasures)
  );
}

/** The hash that a link must have by its own content. */
export function recomputed(link: LogChainRow): string {
  return hashOfLink({
    sequence: Number(link.sequence),
    previousHash: link.previous_hash,
    commitment: link.commitment,
    sealedAt: link.sealed_at,
  });
}

/** Whether an entry says what was committed to. */
export function checkContent(
  link: LogChainRow,
  entry: LogEntryRow,
): IntegrityBreak | undefined {
  const { content_commitment: content, detail_commitment: detail } = entry;
  const isWhole =
    saysWhatItCommitsTo(entry) &&
    commitToEntry(content, detail) === link.commitment;
  return isWhole ? undefined : 'row-changed';
}

function saysWhatItCommitsTo(entry: LogEntryRow): boolean {
  return (
    commitToContent(entry.content_salt, entry) === entry.content_commitment
  );
}

/** The rows that people read are the transitions, so that they have to say what the log says. */
function checkTransition(
  entry: LogEntryRow,
  transition: TransitionRow | undefined,
): IntegrityBreak | undefined {
  if (entry.kind !== 'transition') return transition ? 'unlinked' : undefined;
  if (!transition) return 'payload-missing';
  const told = parsed<Record<string, unknown>>(entry.content);
  const shown = Object.entries(transitionContent(transition));
  const agrees =
    transition.at === entry.at &&
    // What an older release did not tell was not kept in the row either.
    shown.every(([name, value]) => (told?.[name] ?? null) === value);
  return agrees ? undefined : 'row-changed';
}

function detailOf(entry: LogEntryRow, transition: TransitionRow | undefined) {
  return transition ? transition.content : entry.detail;
}

/** A detail is what was first written, or what an erasure left of it and committed to. */
function checkDetail(
  entry: LogEntryRow,
  detail: string | null,
  erasures: Map<number, Erasure>,
): IntegrityBreak | undefined {
  if (entry.detail_commitment === null)
    return detail === null ? undefined : 'row-changed';
  if (detail === null || entry.detail_salt === null) return 'row-changed';
  const commitment = commitToDetail(entry.detail_salt, detail);
  if (entry.erased_by === null)
    return commitment === entry.detail_commitment ? undefined : 'row-changed';
  const erasure = erasures.get(Number(entry.erased_by));
  if (!erasure || !isTold(erasure)) return 'forged-erasure';
  return commitmentAfter(erasure.entry, entry.id) === commitment
    ? undefined
    : 'forged-erasure';
}

/** An erasure explains something only where it is in the chain itself, or waits for the sealer. */
function isTold({ entry, link }: Erasure): boolean {
  if (link) return checkContent(link, entry) === undefined;
  return entry.sealed === 0 && saysWhatItCommitsTo(entry);
}

/** What an entry about an erasure commits to in the place of a detail. */
function commitmentAfter(erasure: LogEntryRow, id: number | string) {
  const parts = parsed<ErasureContent>(erasure.content)?.parts;
  if (!Array.isArray(parts)) return undefined;
  return parts.find(part => part?.entry === Number(id))?.commitment;
}

/** The content of an entry of the kind `erased`: which details were replaced, and not whose. */
export type ErasureContent = {
  parts: { entry: number; commitment: string }[];
};
