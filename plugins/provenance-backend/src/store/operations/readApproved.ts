import type { RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import { commitToContent, commitToEntry } from '../../log/commitments';
import { parsed } from '../../log/parsed';
import {
  registryVersionContent,
  type ToldVersion,
} from '../../log/registryVersionContent';
import type { LogEntryRow } from '../../log/rows';
import type { VersionRow, VersionSource } from '../acceptanceVersions';
import { sha256 } from '../proposals';

/** A version whose content is what the log says that it was. */
export interface ApprovedVersion {
  number: number;
  hash: string;
  source: VersionSource;
  content: RegistryContent;
}

/** What is in force according to the log, and whether the tables still say so. */
export type Approved =
  | {
      /** There never was a governed version. */
      status: 'none';
    }
  | { status: 'good'; version: ApprovedVersion }
  | {
      status: 'bad';
      why: string;
      /** Hash of what was approved, as far as the log says it. */
      approved?: string;
      /** Hash of what is there. */
      found?: string;
    };

/**
 * The governed version that is in force. The log says which one that is and what it says, and not a table that somebody
 * may have emptied (S9.5).
 *
 * @remarks
 * Race: a proposal is merged meanwhile. Called in a snapshot, or under the lock of the head.
 *
 * Attack: somebody who can write the tables changes a version, or points the head at an older one. Neither agrees with
 * the newest entry of the log then. Whoever rewrites the log as well is found by whoever knows its head (S10.2).
 */
export async function readApproved(trx: Knex.Transaction): Promise<Approved> {
  const told = await newestTold(trx);
  const head: { number: number } | undefined = await trx('acceptance_head')
    .where({ id: 1 })
    .first('number');
  if (!told) return head ? bad('the log knows no version') : untold(trx);
  const row: VersionRow | undefined = await trx('acceptance_versions')
    .where({ number: told.number })
    .first();
  if (!row) return bad(`version ${told.number} is gone`, told);
  const found = sha256(row.content);
  if (found !== told.hash)
    return bad(`version ${told.number} says something else`, told, found);
  if (JSON.stringify(registryVersionContent(row)) !== told.text)
    return bad(`version ${told.number} names another origin`, told, found);
  if (head?.number !== told.number)
    return bad(`version ${head?.number ?? 'none'} is called the head`, told);
  const { number, source } = row;
  const content: RegistryContent = JSON.parse(row.content);
  return {
    status: 'good',
    version: { number, hash: found, source, content },
  };
}

/** Versions without a word in the log were put there by hand. */
async function untold(trx: Knex.Transaction): Promise<Approved> {
  const stray = await trx('acceptance_versions')
    .whereNot({ source: 'configuration' })
    .first('number');
  return stray ? bad('the log knows no version') : { status: 'none' };
}

function bad(why: string, told?: Told, found?: string): Approved {
  return { status: 'bad', why, approved: told?.hash, found };
}

interface Told {
  number: number;
  hash: string;
  /** To the letter. */
  text: string;
}

/** Of which there is an index; written out as the index has it. */
const indexed = "log_entries.kind = 'registry-version'";

type Entry = LogEntryRow & { link: string | null };

/** The newest governed version of which the log tells. Versions are few, and there is an index over their entries. */
async function newestTold(trx: Knex.Transaction): Promise<Told | undefined> {
  const entries: Entry[] = await trx('log_entries')
    .leftJoin('log_chain', 'log_chain.entry_id', 'log_entries.id')
    .whereRaw(indexed)
    .select('log_entries.*', 'log_chain.commitment as link');
  return entries.filter(isKept).reduce<Told | undefined>((newest, entry) => {
    const { number, hash, source } =
      parsed<ToldVersion & { hash: string }>(entry.content) ?? {};
    const isGoverned = source === 'seed' || source === 'proposal';
    if (!isGoverned || typeof number !== 'number' || hash === undefined)
      return newest;
    if (newest && newest.number >= number) return newest;
    return { number, hash, text: entry.content };
  }, undefined);
}

/** What is neither in the chain nor on its way into it, or says what nobody committed to, tells nothing. */
function isKept(entry: Entry): boolean {
  const { content_commitment: content, detail_commitment: detail } = entry;
  if (commitToContent(entry.content_salt, entry) !== content) return false;
  return entry.link === null
    ? entry.sealed === 0
    : entry.link === commitToEntry(content, detail);
}
