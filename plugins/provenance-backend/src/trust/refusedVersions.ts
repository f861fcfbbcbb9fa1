import type { AuthorityStatus } from '@countersign/domain';
import type { StandingFinding } from '../store';

/** A finding of ours that stands, as far as it matters here. */
export interface StandingRefusal {
  about: string;
  lastSeenAt: string;
}

export interface Refusals {
  standing: (StandingFinding & { seenAt: string })[];
  /** Names of authorities whose finding does not stand any more. */
  closed: string[];
}

/**
 * Which sources offer a version of an authority that was refused.
 *
 * A mirror that is down says nothing. A finding is closed where the source answered in full since it was last seen and
 * offers nothing that is refused, and where the authority is not configured any more: a replica that has not asked yet
 * must not close what another one found.
 */
export function refusedVersions(
  statuses: AuthorityStatus[],
  open: StandingRefusal[],
): Refusals {
  return {
    standing: statuses.flatMap(({ name, digest, refusedVersion }) =>
      refusedVersion === undefined
        ? []
        : [
            {
              code: 'authority-refresh-refused' as const,
              about: name,
              seenAt: refusedVersion.at,
              ...(digest !== undefined && { old: digest }),
              ...(refusedVersion.digest !== undefined && {
                new: refusedVersion.digest,
              }),
            },
          ],
    ),
    closed: open
      .filter(({ about, lastSeenAt }) => {
        const status = statuses.find(({ name }) => name === about);
        if (status === undefined) return true;
        const { refusedVersion, refreshedAt } = status;
        return (
          refusedVersion === undefined &&
          refreshedAt !== undefined &&
          refreshedAt > lastSeenAt
        );
      })
      .map(({ about }) => about),
  };
}
