import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import { visibleText } from '@countersign/domain';
import { createHash } from 'node:crypto';
import { addTo, byCause } from './dueRows';
import { firstLook, isConfigurationChange, type MessageTopic } from './newsOf';
import type { OutboxRow } from './OutboxRow';
import {
  describe,
  describeHeld,
  linkOf,
  summaryTitleOf,
  titleOf,
} from './describe';
import { scopeOf } from './scopeOf';
import type { Draft } from './withinLimits';
import { wordsOf } from './words';

/** More root causes at once than this are one message: whoever gets twenty reads none. */
const mostAtOnce = 5;

export interface MessageSettings {
  /** Refs of users and groups; empty where nobody is to be told. */
  security: string[];
  operators: string[];
  /** Owners of each entity that the rows name; without one, nobody's. */
  owners: ReadonlyMap<string, string[]>;
  /** Whether this is the first discovery of a portal: its summary goes to security alone. */
  isFirstDiscovery: boolean;
}

/**
 * Says who hears of what in which words: one message for each root cause and audience. Owners are told of their own
 * entities only: a neighbour's may be hidden from them.
 *
 * @param rows - everything that is told now, oldest first
 */
export function messagesFor(
  rows: OutboxRow[],
  settings: MessageSettings,
): Draft[] {
  const [hosts, usages] = partition(rows, row => row.topic === 'host-down');
  return [
    ...messagesTo(settings.operators, hosts),
    ...messagesTo(settings.security, usages),
    ...[...byOwner(usages, settings)].flatMap(([owner, own]) =>
      messagesTo([owner], own),
    ),
  ];
}

/**
 * One message of all that was held for a recipient who had been told much.
 *
 * @param rows - oldest first, at least one
 */
export function summaryFor(recipient: string, rows: OutboxRow[]): Alert {
  return {
    ...message([recipient], 'several', 'held', rows),
    title: visibleText(summaryTitleOf(rows), 200),
    description: describeHeld(rows),
  };
}

function messagesTo(recipients: string[], rows: OutboxRow[]): Draft[] {
  if (recipients.length === 0 || rows.length === 0) return [];
  const groups = [...byCause(rows)];
  if (groups.length > mostAtOnce)
    return [draft(message(recipients, 'several', 'several', rows), rows)];
  return groups.map(([cause, group]) =>
    draft(message(recipients, topicOf(cause, group), cause, group), group),
  );
}

function draft(alert: Alert, rows: OutboxRow[]): Draft {
  return { alert, rows, scope: scopeOf(rows) };
}

function topicOf(cause: string, [row]: OutboxRow[]): MessageTopic {
  if (cause === firstLook) return 'first-look';
  return isConfigurationChange(cause) ? 'configuration-change' : row.topic;
}

function message(
  recipients: string[],
  topic: MessageTopic,
  cause: string,
  rows: OutboxRow[],
): Alert {
  return {
    id: idOf(recipients, cause, rows[0]),
    topic,
    recipients,
    severity: severityOf(topic, rows),
    title: visibleText(titleOf(topic, rows), 200),
    description: describe(topic, rows),
    link: linkOf(rows),
    at: rows[0].happened_at,
  };
}

/** The same for the same news, whichever replica makes the message of it. */
function idOf(recipients: string[], cause: string, first: OutboxRow): string {
  return createHash('sha256')
    .update(JSON.stringify([recipients, cause, String(first.id)]))
    .digest('hex');
}

/** A first look finds what has been so for long: it is worth reading, and no emergency. */
function severityOf(topic: MessageTopic, rows: OutboxRow[]): Alert['severity'] {
  if (topic === 'first-look') return 'high';
  return rows.some(row => wordsOf(row.topic).severity === 'critical')
    ? 'critical'
    : 'high';
}

function byOwner(
  rows: OutboxRow[],
  { owners, security, isFirstDiscovery }: MessageSettings,
): Map<string, OutboxRow[]> {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    if (isFirstDiscovery && row.cause === firstLook) continue;
    for (const owner of ownersOf(row, owners)) {
      // Whoever is both would read it twice.
      if (security.includes(owner)) continue;
      addTo(groups, owner, row);
    }
  }
  return groups;
}

function ownersOf(
  { entity_ref: ref }: OutboxRow,
  owners: ReadonlyMap<string, string[]>,
): string[] {
  return [...new Set(ref === null ? [] : owners.get(ref))];
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}
