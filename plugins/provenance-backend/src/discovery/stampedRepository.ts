import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import { isRepositoryAddress } from '@countersign/domain';

const segment = '[A-Za-z0-9._~-]+';

/** Addresses of files, as far as the repository; a host that is not here may lay its addresses out in any way. */
const forms = [
  new RegExp(
    `^(https://(?:github\\.com|[a-z0-9-]+\\.ghe\\.com)/${segment}/${segment})/(?:blob|tree|raw|edit)/`,
  ),
  new RegExp(
    `^(https://gitlab\\.com/${segment}(?:/${segment})+)/-/(?:blob|tree|raw|edit)/`,
  ),
];

/**
 * The repository from which the catalog reads an entity, in the form that certificates have (S2.4).
 *
 * By the location that the catalog's processing stamps on whatever a location emits, over whatever the entity says
 * itself. `backstage.io/source-location` is not stamped over: it is the word of whoever writes the entity, and could name
 * anybody's repository.
 *
 * @returns undefined where it is read from a file or another host, or where its address could mean several places
 */
export function stampedRepository({ metadata }: Entity): string | undefined {
  const location: unknown = metadata.annotations?.[ANNOTATION_LOCATION];
  if (typeof location !== 'string' || location.length > 2_000) return undefined;
  const [, target = ''] = /^url:(.+)$/.exec(location) ?? [];
  if (!isPlain(target)) return undefined;
  const repository = forms
    .map(form => form.exec(target)?.[1])
    .find(found => found !== undefined);
  return repository !== undefined && isRepositoryAddress(repository)
    ? repository
    : undefined;
}

/**
 * Whoever registers a location types its address. One that climbs (`/blob/main/../../..`, also written out) begins with
 * one repository and is read from another.
 */
function isPlain(target: string): boolean {
  try {
    return new URL(target).href === target && !/[?#%\\]/.test(target);
  } catch {
    return false;
  }
}
