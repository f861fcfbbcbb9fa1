import { NotFoundError } from '@backstage/errors';
import type {
  CheckRequest,
  CheckResponse,
  Page,
  UsageDetail,
  UsageQuery,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  currentUsageOf,
  listUsages,
  listVisibleIds,
  readAboutDigest,
  readSummaries,
  requestChecks,
  type UsageRestriction,
} from '../store';
import { decodeCursor, encodeCursor } from './cursor';
import { presentDetail, presentSummary } from './presentUsage';
import type { UsageService } from './UsageService';

const defaultLimit = 100;

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
    const { cursor, limit = defaultLimit, ...filters } = query;
    const after =
      cursor === undefined ? undefined : decodeCursor(cursor, query);
    // One more than asked for tells whether there is a next page.
    const options = {
      knex,
      restriction,
      query: filters,
      after,
      limit: limit + 1,
    };
    const { positions, total } = await listUsages(options);
    const page = positions.slice(0, limit);
    const rows = await readSummaries({ knex, ids: page.map(({ id }) => id) });
    const hasMore = positions.length > limit;
    return {
      items: rows.map(row => presentSummary(row, clock.now())),
      totalItems: total,
      pageInfo: hasMore
        ? { nextCursor: encodeCursor(page[limit - 1], query) }
        : {},
    };
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

  async requestCheck(
    request: CheckRequest,
    restriction: UsageRestriction,
  ): Promise<CheckResponse> {
    const { knex, clock } = this.options;
    const usageIds = await listVisibleIds({ knex, restriction, of: request });
    if (usageIds.length === 0) throw new NotFoundError('no such usage');
    await requestChecks({ knex, usageIds, now: clock.now().toISOString() });
    return { usageIds };
  }
}
