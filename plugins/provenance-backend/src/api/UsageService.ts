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

/**
 * What the API answers about usages, for one kind of viewer: the store takes a restriction, the router has
 * credentials, and the decorator between them turns one into the other.
 */
export interface UsageService<Viewer> {
  /** @throws InputError for a cursor that did not come from here */
  list(query: UsageQuery, viewer: Viewer): Promise<Page<UsageSummary>>;
  /** @throws NotFoundError where there is no such usage, or none that the viewer may see */
  get(id: string, viewer: Viewer): Promise<UsageDetail>;
  /**
   * @throws NotFoundError as `get`
   * @throws InputError as `list`
   */
  history(
    id: string,
    query: PageQuery,
    viewer: Viewer,
  ): Promise<Page<UsageTransition>>;
  /**
   * @param by - hash of who asks, whose looks are counted
   * @throws NotFoundError as `get`
   * @throws TooManyChecksError where somebody asked for too many looks
   */
  requestCheck(
    request: CheckRequest,
    viewer: Viewer,
    by: string,
  ): Promise<CheckResponse>;
}
