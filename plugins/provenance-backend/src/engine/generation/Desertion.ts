import type { Replica, StoredGeneration } from '../../store';

/** S6.3: so long the replicas of the active generation may be silent before others take over. */
export const desertedAfterMs = 10 * 60_000;

/** A clock that runs ahead must not make anybody look dead: nobody may report between so many reports of ours. */
const unmovedReports = 3;

/**
 * Notices that nobody of the active generation is left. Replicas have clocks of their own, so besides the age of the last
 * report it counts that no new one came while this replica made several; and the report of one whose clock ran ahead is
 * no younger than the instant at which it was first seen here.
 */
export class Desertion {
  private seen = '';
  private seenAt = 0;
  private unmoved = 0;

  /** Called at each report of this replica. */
  observe(active: StoredGeneration, replicas: Replica[], now: Date): boolean {
    const last = replicas
      .filter(({ generation }) => generation === active.generation)
      .map(({ lastSeenAt }) => lastSeenAt)
      .reduce((a, b) => (a > b ? a : b), active.proposedAt);
    const seen = `${active.number} ${last}`;
    if (seen !== this.seen) {
      this.unmoved = 0;
      this.seen = seen;
      this.seenAt = now.getTime();
    }
    this.unmoved++;
    const reportedAt = Math.min(Date.parse(last), this.seenAt);
    return (
      this.unmoved >= unmovedReports &&
      now.getTime() - reportedAt >= desertedAfterMs
    );
  }
}
