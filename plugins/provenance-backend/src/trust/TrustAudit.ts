import type { AuthorityStatus } from '@countersign/domain';
import { auditDone, type AuditMeans } from '../health/audit';

/**
 * Tells the auditor of every version of an authority that comes into force in this process, or that is refused. What is
 * in force at the start is no change: what it came from was told by whoever took it.
 */
export class TrustAudit {
  private known: Map<string, AuthorityStatus>;

  constructor(private readonly means: AuditMeans, atStart: AuthorityStatus[]) {
    this.known = byName(atStart);
  }

  async update(statuses: AuthorityStatus[]): Promise<void> {
    const before = this.known;
    // At once: what comes meanwhile is compared with this.
    this.known = byName(statuses);
    for (const [name, was] of before)
      if (was.digest !== undefined && !this.known.has(name))
        await this.changed({ ...was, digest: undefined }, was);
    for (const now of statuses) {
      const was = before.get(now.name);
      if (now.digest !== was?.digest) await this.changed(now, was);
      const { refusedVersion: refused } = now;
      const isTold =
        refused?.digest === was?.refusedVersion?.digest &&
        refused?.why === was?.refusedVersion?.why;
      if (refused && !isTold) await this.refused(now.name, refused);
    }
  }

  private changed(
    { name, digest, version }: AuthorityStatus,
    was: AuthorityStatus | undefined,
  ) {
    return auditDone(this.means, {
      eventId: 'authority-change',
      meta: {
        authority: name,
        from: was?.digest ?? 'none',
        to: digest ?? 'none',
        ...(version !== undefined && { version }),
      },
    });
  }

  private refused(
    authority: string,
    { digest, why }: NonNullable<AuthorityStatus['refusedVersion']>,
  ) {
    return auditDone(this.means, {
      eventId: 'authority-refuse',
      meta: { authority, digest: digest ?? 'unknown', why },
    });
  }
}

function byName(statuses: AuthorityStatus[]): Map<string, AuthorityStatus> {
  return new Map(statuses.map(status => [status.name, status]));
}
