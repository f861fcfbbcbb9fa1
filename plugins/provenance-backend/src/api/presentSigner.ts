import type { SignerItem } from '@countersign/backstage-plugin-provenance-common';
import type { ListedSigner } from '../store';

export function presentSigner(row: ListedSigner): SignerItem {
  const isAccepted = row.accepted === 1;
  return {
    id: row.hash,
    type: row.type,
    authority: row.authority,
    ...(row.issuer !== null && { issuer: row.issuer }),
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.subject_type !== null && { subjectType: row.subject_type }),
    ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
    accepted: isAccepted,
    closed: !isAccepted,
    usages: row.usages,
    acceptedUsages: row.accepted_usages,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}
