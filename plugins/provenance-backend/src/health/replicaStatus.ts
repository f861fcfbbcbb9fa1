import type { Replica } from '../store';
import { aheadOf, areApart } from './clocks';
import type { HealthState } from './HealthState';

/** A replica reports every twenty seconds; who missed three reports is not counted on. */
const silentMs = 60_000;

export const replicaStatuses = [
  'active',
  'behind',
  'silent',
  'skewed',
] as const;

/**
 * `active`: it works under the generation in force. `behind`: it runs and may not work, or works under an older one until
 * it next reports. `silent`: it has not reported for a minute. `skewed`: its clock is ahead by more than a minute; one that
 * is behind cannot be told from a silent one here, and says itself that it is.
 */
export type ReplicaStatus = (typeof replicaStatuses)[number];

export function replicaStatus(
  replica: Replica,
  {
    at,
    databaseAt,
    generation,
  }: Pick<HealthState, 'at' | 'databaseAt' | 'generation'>,
): ReplicaStatus {
  // The clock of whoever answers may be the one that is wrong.
  const now = databaseAt ?? at;
  const ahead = aheadOf(new Date(replica.lastSeenAt), now);
  if (ahead > 0 && areApart(ahead)) return 'skewed';
  const silence = -ahead;
  if (silence > silentMs) return 'silent';
  const isActive =
    generation !== undefined && replica.worksUnder === generation.number;
  return isActive ? 'active' : 'behind';
}
