import type { Replica } from '../store';
import type { HealthState } from './HealthState';

/** A replica reports every twenty seconds; who missed three reports is not counted on. */
const silentMs = 60_000;

export const replicaStatuses = ['active', 'behind', 'silent'] as const;

/**
 * `active`: it works under the generation in force. `behind`: it runs and may not work, or works under an older one until
 * it next reports. `silent`: it has not reported for a minute.
 */
export type ReplicaStatus = (typeof replicaStatuses)[number];

export function replicaStatus(
  replica: Replica,
  { at, generation }: Pick<HealthState, 'at' | 'generation'>,
): ReplicaStatus {
  const silence = at.getTime() - Date.parse(replica.lastSeenAt);
  if (silence > silentMs) return 'silent';
  const isActive =
    generation !== undefined && replica.worksUnder === generation.number;
  return isActive ? 'active' : 'behind';
}
