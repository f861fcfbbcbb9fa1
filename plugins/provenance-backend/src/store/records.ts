import type {
  Cause,
  Resolution,
  Usage,
  UsageIdentity,
} from '@countersign/domain';
import type { UsageRow, UsageStateRow } from './rows';

/** A usage as one locator describes it, before anybody has looked. */
export interface DeclaredUsage {
  identity: UsageIdentity;
  reference: string;
  bundleUrl?: string;
  tag?: string;
  /** Why nobody can look at it. */
  problem?: Cause;
}

/** A usage with its state of now. */
export interface CurrentUsage {
  id: string;
  usage: Usage;
  bundleUrl?: string;
  problem?: Cause;
  resolution: Resolution;
}

export function currentUsageOf(
  row: UsageRow,
  state: Omit<UsageStateRow, 'id'>,
): CurrentUsage {
  return {
    id: row.id,
    usage: {
      ...identityOf(row),
      reference: state.reference,
      tag: state.tag ?? undefined,
      digest: state.digest ?? undefined,
    },
    bundleUrl: state.bundle_url ?? undefined,
    problem: state.problem === null ? undefined : JSON.parse(state.problem),
    resolution: JSON.parse(state.resolution),
  };
}

export function identityOf(row: UsageRow): UsageIdentity {
  return {
    entityRef: row.entity_ref,
    kind: row.kind,
    repository: row.repository ?? undefined,
    environment: row.environment ?? undefined,
    cloud: row.cloud ?? undefined,
    location: row.location ?? undefined,
  };
}
