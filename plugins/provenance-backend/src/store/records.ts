import type {
  Cause,
  Claim,
  EntityWords,
  Resolution,
  Usage,
  UsageIdentity,
} from '@countersign/domain';
import type { UsageRow, UsageStateRow } from './rows';

/** A usage as one locator describes it, before anybody has looked. */
export type ClaimedUsage = Omit<Claim, 'locator' | 'standing'>;

/** A claim as it is kept. */
export interface KeptClaim extends Claim {
  /** Who reported it. */
  reporter?: string;
  /** The run of a pipeline that is said to have brought it there: a web address, which proves nothing. */
  run?: string;
  /** When it ends by itself. ISO 8601, UTC. */
  expiresAt?: string;
  /** The first finished pass that did not see it any more. ISO 8601, UTC. */
  missingSince?: string;
}

/** All that one locator says about one entity now; what it said before and not here ends. */
export interface Said {
  entityRef: string;
  locator: string;
  claims: KeptClaim[];
}

/** A usage with its state of now. */
export interface CurrentUsage {
  id: string;
  usage: Usage;
  /** What the catalog says of its entity, where that was read; absent: not known. */
  entity?: EntityWords;
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
      ...(state.kind_assumed === 1 && { isKindAssumed: true }),
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
