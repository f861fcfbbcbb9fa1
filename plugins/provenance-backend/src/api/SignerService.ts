import type {
  SignerPage,
  SignerQuery,
} from '@countersign/backstage-plugin-provenance-common';

/** What the API answers about signers, for one kind of viewer: see `UsageService`. */
export interface SignerService<Viewer> {
  /** @throws InputError for a cursor that did not come from here */
  list(query: SignerQuery, viewer: Viewer): Promise<SignerPage>;
}
