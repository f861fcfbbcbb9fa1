import type {
  FindingItem,
  FindingQuery,
  Page,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import {
  findingOrder,
  identityOf,
  listFindings,
  type ListedFinding,
} from '../store';
import type { EvidenceViewer } from './EvidenceViewer';
import type { FindingService } from './FindingService';
import { pageOf } from './pageOf';

/** Answers from the store; findings about usages that the restriction hides do not exist. */
export class StoredFindingService implements FindingService<EvidenceViewer> {
  constructor(private readonly options: { knex: Knex }) {}

  async list(
    query: FindingQuery,
    viewer: EvidenceViewer,
  ): Promise<Page<FindingItem>> {
    const { knex } = this.options;
    const { cursor, ...filters } = query;
    return pageOf({
      list: 'findings',
      query,
      order: findingOrder,
      read: (after, limit) =>
        listFindings({ knex, ...viewer, query: filters, after, limit }),
      present: rows => rows.map(presentFinding),
    });
  }
}

function presentFinding(row: ListedFinding): FindingItem {
  return {
    code: row.code,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.old !== null && { old: row.old }),
    ...(row.new !== null && { new: row.new }),
    ...(row.usage
      ? { usage: { id: row.usage.id, ...identityOf(row.usage) } }
      : { about: row.about }),
  };
}
