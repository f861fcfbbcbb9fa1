import {
  visibleText,
  type AdmittedIdentity,
  type Blocker,
  type GroupSide,
  type ReplayGroup,
  type ReplayResult,
} from '@countersign/domain';

/** What there is to acknowledge, in a sentence that is safe to show. */
export function blockerInWords(
  { key }: Blocker,
  { groups, admitted }: ReplayResult,
): string {
  const group = groups.find(one => one.key === key);
  if (group) return groupInWords(group);
  const identity = admitted.foreign.find(one => one.key === key);
  if (identity) return identityInWords(identity);
  return 'More foreign identities are newly accepted than are listed; nobody has seen them all.';
}

function groupInWords(group: ReplayGroup): string {
  const { environment, before, after, unpredictable } = group;
  const where =
    environment === undefined
      ? 'where no declared environment is named'
      : `in ${visibleText(environment, 100)}`;
  const what = `${usagesOf(group.usages)} ${where}`;
  return unpredictable
    ? `${what}: what happens cannot be predicted (${unpredictable}).`
    : `${what}: ${sideInWords(before)} becomes ${sideInWords(after)}.`;
}

function sideInWords({ verdict, decision, code }: GroupSide): string {
  return `${verdict} (${decision}, ${code})`;
}

function identityInWords(identity: AdmittedIdentity): string {
  const { type, authority, issuer, subject, fingerprint, usages } = identity;
  const who =
    type === 'key'
      ? `the key “${authority}”${
          fingerprint === undefined ? '' : ` (${fingerprint})`
        }`
      : `${subject} at ${issuer}`;
  return `${visibleText(who, 1_000)} is newly accepted for ${usagesOf(
    usages,
  )}, and is nobody that was named before.`;
}

function usagesOf(count: number): string {
  return count === 1 ? '1 usage' : `${count} usages`;
}
