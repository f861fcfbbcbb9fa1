import { parseEntityRef } from '@backstage/catalog-model';
import { addTo } from './dueRows';
import type { MessageTopic } from './newsOf';
import type { OutboxRow } from './OutboxRow';
import { plainName, plainText } from './plainText';
import { wordsOf } from './words';

/** Names in one message; the others are counted. */
const mostNames = 5;

/** One line that says what happened to how much. */
export function titleOf(topic: MessageTopic, rows: OutboxRow[]): string {
  const number = counted(usagesIn(rows), 'usage needs', 'usages need');
  switch (topic) {
    case 'first-look':
      return `First look: ${number} attention`;
    case 'configuration-change':
      return `A change of rules or trust: ${number} attention`;
    case 'several':
      return `Several things at once: ${about(rows)}`;
    default:
      return `${wordsOf(topic, rows[0].code ?? undefined).title}: ${about(
        rows,
      )}`;
  }
}

/** What to do, what happened how often, and where. */
export function describe(topic: MessageTopic, rows: OutboxRow[]): string {
  const kinds = [...new Set(rows.map(kindOf))];
  const lines = [
    ...(kinds.length > 1 || !isKind(topic) ? counts(rows) : []),
    ...names(rows),
  ];
  const advice = kinds.length === 1 ? [wordsOfRow(rows[0]).advice] : [];
  // Some show the lines as one: each has to end where the next one begins.
  return [...advice, ...lines.map(line => `• ${line}`)].join('\n');
}

/** One line of what was held: what happened to one usage many times is many events. */
export function summaryTitleOf(rows: OutboxRow[]): string {
  const number = counted(rows.length, 'more event', 'more events');
  return `${number}: ${about(rows)}`;
}

/** What was held, counted by what happened. */
export function describeHeld(rows: OutboxRow[]): string {
  const causes = new Set(rows.map(row => row.cause)).size;
  const lines = [
    `${counted(causes, 'root cause', 'root causes')} in all`,
    ...kindsIn(rows).map(
      group => `${group.length} × ${wordsOfRow(group[0]).title}`,
    ),
    ...names(rows),
  ];
  return [
    'So much happened that it comes as one message. The pages of the entities have each event.',
    ...lines.map(line => `• ${line}`),
  ].join('\n');
}

/** The page of the first entity that is named, or nothing for a host. */
export function linkOf(rows: OutboxRow[]): string | undefined {
  const [ref] = entitiesIn(rows);
  if (ref === undefined) return undefined;
  const { namespace, kind, name } = parseEntityRef(ref);
  const parts = [namespace, kind, name].map(encodeURIComponent);
  return `/catalog/${parts.join('/')}/provenance`;
}

function isKind(topic: MessageTopic): boolean {
  return !['first-look', 'configuration-change', 'several'].includes(topic);
}

/** A host is told with its cause; two hosts that fail in two ways are two kinds. */
function kindOf({ topic, code }: OutboxRow): string {
  return `${topic} ${code ?? ''}`;
}

function wordsOfRow({ topic, code }: OutboxRow) {
  return wordsOf(topic, code ?? undefined);
}

/** The one name where there is one, else how many. */
function about(rows: OutboxRow[]): string {
  const subjects = new Set(rows.map(row => row.subject));
  if (subjects.size === 1) return plainText(rows[0].subject);
  return rows.every(row => row.topic === 'host-down')
    ? `${subjects.size} hosts`
    : `${subjects.size} artifacts`;
}

function counts(rows: OutboxRow[]): string[] {
  return kindsIn(rows).map(
    group => `${usagesIn(group)} × ${wordsOfRow(group[0]).title}`,
  );
}

function kindsIn(rows: OutboxRow[]): OutboxRow[][] {
  const kinds = new Map<string, OutboxRow[]>();
  for (const row of rows) addTo(kinds, kindOf(row), row);
  return [...kinds.values()];
}

function names(rows: OutboxRow[]): string[] {
  const lines = [...new Set(rows.map(nameOf))];
  const more = lines.length - mostNames;
  return [
    ...lines.slice(0, mostNames),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

function nameOf(row: OutboxRow): string {
  if (row.entity_ref === null)
    return `${plainText(row.subject)} since ${row.happened_at}`;
  const where = row.environment ? ` in ${plainName(row.environment)}` : '';
  return `${plainText(row.entity_ref)} runs ${plainText(row.subject)}${where}`;
}

/** A host, which has no usage, counts as itself. */
function usagesIn(rows: OutboxRow[]): number {
  return new Set(rows.map(row => row.usage_id ?? row.subject)).size;
}

function entitiesIn(rows: OutboxRow[]): string[] {
  return rows.flatMap(row => (row.entity_ref === null ? [] : row.entity_ref));
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
