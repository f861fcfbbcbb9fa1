import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import {
  isComplete,
  type Collection,
  type Digest,
  type Evidence,
  type Freshness,
  type Judgement,
} from '@countersign/domain';
import { currentUsageOf, type AboutDigest, type SummaryRows } from '../store';

/** A usage as lists show it. */
export function presentSummary(rows: SummaryRows, now: Date): UsageSummary {
  const { usage } = currentUsageOf(rows.usage, rows.state);
  const judgement: Judgement = JSON.parse(rows.judgement.content);
  return {
    id: rows.usage.id,
    place: rows.place,
    alsoRunning: rows.alsoRunning,
    ...usage,
    kind: judgement.kind ?? usage.kind,
    verdict: judgement.verdict,
    decision: judgement.decision,
    reason: judgement.reason,
    freshness: freshnessAt(judgement, rows.entityProblem, now.toISOString()),
    entityProblem: rows.entityProblem,
    since: rows.judgement.since,
    lastCheckedAt: rows.judgement.last_checked_at ?? undefined,
    checking: isChecking(rows, now.toISOString()),
    findings: rows.findings,
    claims: rows.claims.claims,
    hasMoreClaims: rows.claims.hasMore,
    rules: judgement.rules.map(({ rule }) => rule),
  };
}

/** A usage with everything that its verdict rests on. */
export function presentDetail(
  rows: SummaryRows,
  about: AboutDigest,
  now: Date,
): UsageDetail {
  const judgement: Judgement = JSON.parse(rows.judgement.content);
  const { digest } = rows.state;
  const isOwn = ({ subject }: { subject: Digest }) => subject === digest;
  return {
    ...presentSummary(rows, now),
    judgement,
    collection: judgedCollection(about.collections.filter(isOwn)),
    evidence: bestFirst(about.evidence.filter(isOwn), judgement),
  };
}

/**
 * A judgement speaks until reconsider-at (S1.6). Where nobody came to judge again since, what is shown says so. Whoever
 * breaks their entity keeps what it said before on show, so that it is never fresh, however lately that was proven.
 */
function freshnessAt(
  { freshness, reconsiderAt }: Judgement,
  entityProblem: string | undefined,
  now: string,
): Freshness {
  if (freshness.status !== 'fresh') return freshness;
  const { provenAt } = freshness;
  if (reconsiderAt && now >= reconsiderAt)
    return { status: 'stale', provenAt, since: reconsiderAt, cause: 'overdue' };
  return entityProblem === undefined
    ? freshness
    : { status: 'stale', provenAt, since: provenAt, cause: 'entity-problem' };
}

function isChecking({ work }: SummaryRows, now: string): boolean {
  if (!work) return false;
  return work.next_at <= now || (work.leased_until ?? '') > now;
}

/** The newest complete look; where there was none, the newest. */
function judgedCollection(collections: Collection[]): Collection | undefined {
  return collections.find(isComplete) ?? collections[0];
}

/** Material by material: accepted ones first, then proven ones, then the rest, each in a stable order. */
function bestFirst(evidence: Evidence[], judgement: Judgement): Evidence[] {
  const accepted = new Set(
    judgement.rules.flatMap(rule =>
      rule.materials.filter(m => m.accepted).map(m => m.material),
    ),
  );
  const proven = new Set(
    evidence.filter(e => e.outcome.status === 'proven').map(e => e.material),
  );
  const rank = (e: Evidence) => {
    if (accepted.has(e.material)) return 0;
    return proven.has(e.material) ? 1 : 2;
  };
  const own = (e: Evidence) => (e.outcome.status === 'proven' ? 0 : 1);
  const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...evidence].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.material, b.material) ||
      own(a) - own(b) ||
      compare(a.authority, b.authority),
  );
}
