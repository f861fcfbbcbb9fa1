import { NotFoundError } from '@backstage/errors';
import type {
  CheckRequest,
  CheckResponse,
  Page,
  PageQuery,
  UsageDetail,
  UsageQuery,
  UsageSummary,
  UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  currentUsageOf,
  listTransitions,
  listUsages,
  listVisibleIds,
  readAboutDigest,
  readSummaries,
  requestChecks,
  transitionOrder,
  usageOrderOf,
  type UsageRestriction,
} from '../store';
import { pageOf } from './pageOf';
import { presentTransition } from './presentTransition';
import { presentDetail, presentSummary } from './presentUsage';
import { TooManyChecksError } from './TooManyChecksError';
import type { UsageService } from './UsageService';

/** Answers from the store; whatever the restriction hides does not exist. */
export class StoredUsageService implements UsageService<UsageRestriction> {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: Clock;
      /** Puts stored evidence under the names that authorities have now. */
      inForce(evidence: Evidence[]): Evidence[];
    },
  ) {}

  async list(
    query: UsageQuery,
    restriction: UsageRestriction,
  ): Promise<Page<UsageSummary>> {
    const { knex, clock } = this.options;
    const now = clock.now();
    const { cursor, ...filters } = query;
    return pageOf({
      list: 'usages',
      query,
      order: usageOrderOf(query),
      read: (after, limit) =>
        listUsages({
          ...{ knex, restriction, query: filters, after, limit },
          now: now.toISOString(),
        }),
      async present(rows) {
        const ids = rows.map(({ id }) => id);
        const summaries = await readSummaries({ knex, ids });
        return summaries.map(summary => presentSummary(summary, now));
      },
    });
  }

  async get(id: string, restriction: UsageRestriction): Promise<UsageDetail> {
    const { knex, clock, inForce } = this.options;
    const ids = await listVisibleIds({
      knex,
      restriction,
      of: { usageId: id },
    });
    const [rows] = await readSummaries({ knex, ids });
    if (!rows) throw new NotFoundError('no such usage');
    const current = currentUsageOf(rows.usage, rows.state);
    const about = await readAboutDigest({
      knex,
      current,
      digest: current.usage.digest,
    });
    const evidence = inForce(about.evidence);
    return presentDetail(rows, { ...about, evidence }, clock.now());
  }

  async history(
    id: string,
    query: PageQuery,
    restriction: UsageRestriction,
  ): Promise<Page<UsageTransition>> {
    const { knex } = this.options;
    const of = { usageId: id };
    const [usageId] = await listVisibleIds({ knex, restriction, of });
    if (!usageId) throw new NotFoundError('no such usage');
    return pageOf({
      list: `history of ${usageId}`,
      query,
      order: transitionOrder,
      read: (after, limit) => listTransitions({ knex, usageId, after, limit }),
      present: rows => rows.map(presentTransition),
    });
  }

  async requestCheck(
    request: CheckRequest,
    restriction: UsageRestriction,
    by: string,
  ): Promise<CheckResponse> {
    const { knex, clock } = this.options;
    const usageIds = await listVisibleIds({ knex, restriction, of: request });
    if (usageIds.length === 0) throw new NotFoundError('no such usage');
    const now = clock.now();
    const instant = now.toISOString();
    const asked = await requestChecks({ knex, usageIds, now: instant, by });
    if (asked.status === 'accepted')
      return { usageIds: asked.checking, justLooked: asked.justLooked };
    const waitMs = asked.retryAt.getTime() - now.getTime();
    throw new TooManyChecksError(Math.ceil(waitMs / 1_000));
  }
}
