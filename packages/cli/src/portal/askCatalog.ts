import { CatalogClient } from '@backstage/catalog-client';
import type { Portal } from './askPortal';
import { fetchPortal, textOf } from './fetchPortal';

/** What is read of an entity; everything in it is a stranger's. */
export interface CatalogEntity {
  annotations: Record<string, unknown>;
}

const longest = 4 * 1024 * 1024;

/**
 * An entity of a portal's catalog.
 *
 * @param ref - full or short: `component:payments`
 * @throws Error with a sentence for people, where there is none that can be used
 */
export async function askCatalog(
  { portal, token }: Portal,
  ref: string,
): Promise<CatalogEntity> {
  const client = new CatalogClient({
    discoveryApi: {
      getBaseUrl: async plugin => new URL(`api/${plugin}`, portal).href,
    },
    fetchApi: { fetch: boundedFetch },
  });
  const entity: unknown = await client.getEntityByRef(ref, { token });
  if (entity === undefined)
    throw new Error(`the catalog shows no entity ${ref}`);
  const { metadata } = fieldsOf(entity);
  const { annotations = {} } = fieldsOf(metadata);
  return { annotations: fieldsOf(annotations) };
}

/** The client reads whole answers: what is longer than any entity never gets to it. */
async function boundedFetch(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetchPortal(input, init);
  const { status, headers } = response;
  const text = await textOf(response, longest);
  return new Response(status === 204 || status === 304 ? null : text, {
    ...{ status, headers },
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error('the answer is not an entity of a catalog');
}
