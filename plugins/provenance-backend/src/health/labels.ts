import type { AuthorityKind, CauseOrigin } from '@countersign/domain';

export { decisions, verdicts } from '@countersign/domain';

/** A table that has to name every member of a union. */
const all = <T extends string>(members: Record<T, true>) =>
  Object.keys(members) as T[];

export const authorityKinds = all<AuthorityKind>({ sigstore: true, key: true });

export const causeOrigins = all<CauseOrigin>({
  infrastructure: true,
  material: true,
  configuration: true,
});
