import {
  outranks,
  type UsageClaim,
  type UsageIdentity,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';
import {
  openClaimColumns,
  openClaimOf,
  type OpenClaim,
  type OpenClaimRow,
} from '../openClaim';
import type { UsageRow } from '../rows';

/** Claims that are shown of one usage. */
const mostShown = 20;

/** Outranked claims that are read for one page: whoever writes annotations decides how many there are. */
const mostRead = 5_000;

/** Who says what about one usage. */
export interface UsageClaims {
  /** The claim that it rests on first, then those that this speaks over: what differs before all others. */
  claims: UsageClaim[];
  /** Whether there may be more than are shown. */
  hasMore: boolean;
}

type SeenRow = OpenClaimRow & {
  finished_at: string | null;
  held_since: string | null;
};

/** A claim in the form that is compared, and in the form that is shown. */
interface Seen {
  open: OpenClaim;
  shown: UsageClaim;
}

/**
 * What locators say about usages, by the id of the usage: also claims about wider places, which a usage outranks and
 * which are usages of nobody.
 *
 * @remarks Race: a claim may end between the two statements; it is then shown once more, and never as holding.
 */
export async function readUsageClaims(options: {
  knex: Knex;
  usages: UsageRow[];
}): Promise<Map<string, UsageClaims>> {
  const { knex, usages } = options;
  const ids = usages.map(({ id }) => id);
  const holding: SeenRow[] = await whereIn(
    openClaims(knex).where('usage_claims.outranked', 0),
    'usage_claims.usage_id',
    ids,
  );
  const outranked = await readOutranked(knex, usages);
  const byArtifact = groupBy(outranked.map(seenOf), ({ open }) =>
    artifactKey(open.claim.identity),
  );
  const held = groupBy(holding.map(seenOf), ({ open }) => open.usageId);
  const isCut = outranked.length >= mostRead;
  return new Map(
    usages.map(({ id }) => [
      id,
      claimsOf(held.get(id) ?? [], byArtifact, isCut),
    ]),
  );
}

async function readOutranked(
  knex: Knex,
  usages: UsageRow[],
): Promise<SeenRow[]> {
  const entityRefs = new Set(usages.map(usage => usage.entity_ref));
  // What cannot be read has no repository, and outranks nothing.
  const repositories = new Set(usages.flatMap(usage => usage.repository ?? []));
  const ofEntities = whereIn(
    openClaims(knex).where('usage_claims.outranked', '>', 0),
    'usage_claims.entity_ref',
    entityRefs,
  );
  return whereIn(
    ofEntities
      .orderBy('usage_claims.outranked', 'desc')
      .orderBy('usage_claims.id')
      .limit(mostRead),
    'usages.repository',
    repositories,
  );
}

function openClaims(knex: Knex): Knex.QueryBuilder {
  return knex('usage_claims')
    .join('usages', 'usages.id', 'usage_claims.usage_id')
    .leftJoin(
      'locator_passes',
      'locator_passes.locator',
      'usage_claims.locator',
    )
    .whereNull('usage_claims.valid_to')
    .select(
      ...openClaimColumns,
      'locator_passes.finished_at as finished_at',
      'locator_passes.held_since as held_since',
    );
}

function claimsOf(
  holding: Seen[],
  byArtifact: Map<string, Seen[]>,
  isCut: boolean,
): UsageClaims {
  const others = holding.flatMap(({ open: { claim } }) =>
    (byArtifact.get(artifactKey(claim.identity)) ?? []).filter(other =>
      outranks(claim, other.open.claim),
    ),
  );
  const all = [...holding, ...others].map(({ shown }) => shown);
  return {
    claims: all.slice(0, mostShown),
    hasMore: isCut || all.length > mostShown,
  };
}

function seenOf(row: SeenRow): Seen {
  const open = openClaimOf(row);
  const { outranked, claim } = open;
  const { locator, standing, reference } = claim;
  const { reporter, at, run, missingSince, expiresAt } = claim;
  return {
    open,
    shown: {
      ...{ locator, standing, reference, outranked },
      ...{ reporter, at, run, expiresAt },
      firstSeenAt: row.first_seen_at,
      ...(missingSince === undefined
        ? { lastSeenAt: lastSeen(row, at) }
        : missing(missingSince, row.held_since)),
    },
  };
}

/** A pass repeats what it sees; a report is said once, for the instant that it names. */
function lastSeen(
  { standing, first_seen_at: first, finished_at: finished }: SeenRow,
  reportedAt: string | undefined,
): string {
  if (standing === 'reported') return reportedAt ?? first;
  return finished !== null && finished > first ? finished : first;
}

function missing(missingSince: string, heldSince: string | null) {
  return { missingSince, heldSince: heldSince ?? undefined };
}

function artifactKey({ entityRef, kind, repository }: UsageIdentity): string {
  return JSON.stringify([entityRef, kind, repository ?? null]);
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
