import type {
  FindingItem,
  FindingQuery,
  Page,
} from '@countersign/backstage-plugin-provenance-common';

/** What the API answers about findings, for one kind of viewer: see `UsageService`. */
export interface FindingService<Viewer> {
  /** @throws InputError for a cursor that did not come from here */
  list(query: FindingQuery, viewer: Viewer): Promise<Page<FindingItem>>;
}
