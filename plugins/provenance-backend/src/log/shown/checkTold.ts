import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { pruningFloorMs } from '../checkPruning';
import { parsed } from '../parsed';
import type { LogEntryRow } from '../rows';
import { cut, difference } from './difference';
import { entryKey, findEntries } from './findEntries';
import { keyOfNumber, numberOfKey, type ShownCheck } from './ShownCheck';

/** Ids of entries in one piece, however few of them are of these kinds: a piece must not read the whole log. */
const idsAtOnce = 5_000;

type Entry = Pick<LogEntryRow, 'id' | 'kind' | 'at' | 'content'> & {
  sequence: number | string | null;
};

/** S10.2: what the log opened, and each version that it numbered, is still there to be read. */
export const checkTold: ShownCheck = async ({ trx, after, now }) => {
  const from = numberOfKey(after);
  const entries = await entriesBetween(trx, from, from + idsAtOnce);
  const differences = [
    ...(await checkOpened(trx, of(entries, 'finding-opened'), now)),
    ...(await checkNumbered(trx, of(entries, 'registry-version'))),
  ];
  const next: Pick<LogEntryRow, 'id'> | undefined = await trx('log_entries')
    .where('id', '>', from + idsAtOnce)
    .orderBy('id')
    .first('id');
  // Ids have gaps, and after a pruning a long one.
  return {
    differences,
    ...(next && { last: keyOfNumber(Number(next.id) - 1) }),
  };
};

async function entriesBetween(
  trx: Knex.Transaction,
  from: number,
  through: number,
): Promise<Entry[]> {
  return trx('log_entries')
    .leftJoin('log_chain', 'log_chain.entry_id', 'log_entries.id')
    .where('log_entries.id', '>', from)
    .andWhere('log_entries.id', '<=', through)
    .whereIn('log_entries.kind', ['finding-opened', 'registry-version'])
    .orderBy('log_entries.id')
    .select(
      ...['log_entries.id', 'log_entries.kind', 'log_entries.at'],
      ...['log_entries.content', 'log_chain.sequence'],
    );
}

function of(entries: Entry[], kind: Entry['kind']): Entry[] {
  return entries.filter(entry => entry.kind === kind);
}

/** A finding goes with the retention some time after it was closed, and never before. */
async function checkOpened(
  trx: Knex.Transaction,
  opened: Entry[],
  now: Date,
): Promise<IntegrityDifference[]> {
  const contents = opened.map(contentOf);
  const ids = contents.flatMap(({ finding }) =>
    Number.isSafeInteger(finding) ? [finding as number] : [],
  );
  const found = new Set<number>(
    (await trx('findings').whereIn('id', ids).pluck('id')).map(Number),
  );
  const gone = opened.filter((_, i) => !found.has(contents[i].finding ?? -1));
  const closings = await findEntries(
    trx,
    gone.map(entry => entry.content),
  );
  const floor = new Date(now.getTime() - pruningFloorMs).toISOString();
  return gone
    .filter(entry => {
      const key = entryKey('finding-closed', entry.content);
      return !((closings.get(key)?.at ?? now.toISOString()) < floor);
    })
    .map(entry => {
      const { finding, code } = contentOf(entry);
      const says = `${cut(finding)} (${cut(code)}) is gone, the log opened it`;
      return difference('findings', finding, says, entry.sequence);
    });
}

function contentOf({ content }: Entry): { finding?: number; code?: string } {
  return parsed(content) ?? {};
}

async function checkNumbered(
  trx: Knex.Transaction,
  numbered: Entry[],
): Promise<IntegrityDifference[]> {
  const versions: { number: number; content_hash: string }[] = await trx(
    'acceptance_versions',
  ).select('number', 'content_hash');
  const hashes = new Map(versions.map(one => [one.number, one.content_hash]));
  return numbered.flatMap(({ content, sequence }) => {
    const { number, hash } =
      parsed<{ number: number; hash: string }>(content) ?? {};
    const known = hashes.get(Number(number));
    if (known === hash) return [];
    const says = `version ${cut(number)} has the hash ${cut(
      known,
    )}, the log says ${cut(hash)}`;
    return [difference('acceptance_versions', number, says, sequence)];
  });
}
