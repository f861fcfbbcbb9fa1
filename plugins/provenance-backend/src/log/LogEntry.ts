import type { JsonObject } from '@backstage/types';

/** What the log tells. A closed set: the integrity check and readers of exports go by it. */
export const logEntryKinds = [
  'transition',
  'finding-opened',
  'finding-closed',
  'registry-version',
  'registry-reviewed',
  'generation',
  'pruned',
  'erased',
] as const;

export type LogEntryKind = (typeof logEntryKinds)[number];

/** Something that happened, to be kept in the sealed log (S10). */
export interface LogEntry {
  kind: LogEntryKind;
  /** When, by the injected clock. ISO 8601, UTC. */
  at: string;
  /** Digests, codes and ids. Nothing that names a person or quotes a stranger: it cannot be erased. */
  content: JsonObject;
  /** Everything else. It can be erased without breaking the chain. */
  detail?: object;
}
