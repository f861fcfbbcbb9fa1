import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { whereIn } from '../../store/dialect';
import type { CollectionRow } from '../../store/rows';
import { digestOfText } from '../commitments';
import { parsed } from '../parsed';
import type { AcceptedEvidence, VerdictBasis } from '../VerdictBasis';
import { cut, difference, inEntry } from './difference';
import { lastOf, numberOfKey, type ShownCheck } from './ShownCheck';

type LookRow = Pick<CollectionRow, 'subject' | 'content' | 'content_hash'>;

/** What the entry of one transition commits to. */
interface Basis {
  sequence: number | string | null;
  authorities: VerdictBasis['authorities'];
  looks: VerdictBasis['collections']['complete'];
  accepted: AcceptedEvidence[];
}

/** S10.2: what a verdict rested on is still stored, to the letter. */
export const checkBases: ShownCheck = async ({ trx, after, limit }) => {
  const rows: EntryRow[] = await trx('transitions')
    .join('log_entries', 'log_entries.id', 'transitions.entry_id')
    .leftJoin('log_chain', 'log_chain.entry_id', 'log_entries.id')
    .where('transitions.id', '>', numberOfKey(after))
    .orderBy('transitions.id')
    .limit(limit)
    .select('transitions.id', 'log_entries.content', 'log_chain.sequence');
  const bases = rows.flatMap(row => basisOf(row) ?? []);
  const looks = await readLooks(trx, bases);
  const evidence = await readEvidence(trx, bases);
  const differences = bases.flatMap(basis => [
    ...checkLooks(basis, looks),
    ...checkEvidence(basis, evidence),
  ]);
  return { differences, ...lastOf(rows, limit, ({ id }) => Number(id)) };
};

interface EntryRow {
  id: number | string;
  content: string;
  sequence: number | string | null;
}

/** Entries of transitions from before the log commit to nothing that they rest on. */
function basisOf({ content, sequence }: EntryRow): Basis | undefined {
  const { restsOn } = parsed<{ restsOn: VerdictBasis }>(content) ?? {};
  return (
    restsOn && {
      sequence,
      authorities: listOf(restsOn.authorities),
      looks: listOf(restsOn.collections?.complete),
      accepted: listOf(restsOn.evidence?.accepted),
    }
  );
}

/** Who can write the database can have anything sealed: what is no list must not end the check. */
function listOf<T extends object>(value: T[] | undefined): T[] {
  if (!Array.isArray(value)) return [];
  return value.filter(one => typeof one === 'object' && one !== null);
}

async function readLooks(trx: Knex.Transaction, bases: Basis[]) {
  const named = bases.flatMap(({ looks }) => looks);
  const rows: LookRow[] = await whereIn(
    whereIn(trx('collections'), 'subject', each(named, 'subject')),
    'content_hash',
    each(named, 'content'),
  ).select('subject', 'content', 'content_hash');
  return new Map(
    rows.map(row => [`${row.subject} ${row.content_hash}`, row.content]),
  );
}

function checkLooks(
  { looks, sequence }: Basis,
  stored: Map<string, string>,
): IntegrityDifference[] {
  return looks
    .filter(({ subject, content }) => {
      const text = stored.get(`${subject} ${content}`);
      return text === undefined || digestOfText(text) !== `sha256:${content}`;
    })
    .map(({ subject, at }) =>
      difference(
        'collections',
        subject,
        `the look at ${cut(subject)} of ${cut(
          at,
        )} is not what the log says (${inEntry(sequence)})`,
        sequence,
      ),
    );
}

const evidenceKey = [
  'subject',
  'material',
  'authority_digest',
  'verifier_revision',
] as const;

type EvidenceRow = Record<(typeof evidenceKey)[number], string | number> & {
  status: string;
  content: string;
};

async function readEvidence(trx: Knex.Transaction, bases: Basis[]) {
  const named = bases.flatMap(({ accepted }) => accepted);
  const rows: EvidenceRow[] = await whereIn(
    whereIn(trx('evidence'), 'subject', each(named, 'subject')),
    'material',
    each(named, 'material'),
  ).select(...evidenceKey, 'status', 'content');
  return new Map(
    rows.map(row => [evidenceKey.map(name => row[name]).join(' '), row]),
  );
}

function checkEvidence(
  { accepted, authorities, sequence }: Basis,
  stored: Map<string, EvidenceRow>,
): IntegrityDifference[] {
  return accepted
    .filter(one => {
      const { subject, material, authorityDigest, verifierRevision } = one;
      const key = [subject, material, authorityDigest, verifierRevision];
      const row = stored.get(key.join(' '));
      return !row || !isWhatCounted(row, one, authorities);
    })
    .map(({ subject, material }) =>
      difference(
        'evidence',
        material,
        `what ${cut(material)} proves about ${cut(
          subject,
        )} is not what the log says (${inEntry(sequence)})`,
        sequence,
      ),
    );
}

/** A verdict has evidence under the names that authorities had then; the row has the name from when it was verified. */
function isWhatCounted(
  { content, status }: EvidenceRow,
  one: AcceptedEvidence,
  authorities: Basis['authorities'],
): boolean {
  if (status !== 'proven') return false;
  if (digestOfText(content) === one.content) return true;
  const row = parsed<object>(content);
  return (
    row !== undefined &&
    authorities
      .filter(({ digest }) => digest === one.authorityDigest)
      .map(({ name }) => JSON.stringify({ ...row, authority: name }))
      .some(text => digestOfText(text) === one.content)
  );
}

function each<T>(items: T[], name: keyof T & string): string[] {
  return [...new Set(items.map(item => String(item[name])))];
}
