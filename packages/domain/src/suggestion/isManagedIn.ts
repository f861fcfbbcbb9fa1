/** What code hosts put between a repository and a file in it. */
const behindRepository = ['blob', 'tree', 'raw', 'edit', 'src', 'browse', '-'];

/**
 * Whether the place from which the catalog reads an entity lies in a source repository (S2.4). The catalog stamps that
 * place; whoever writes the entity does not choose it. To the letter: where it cannot be told, it does not.
 *
 * @param location - of the annotation `backstage.io/managed-by-location`: `url:https://github.com/acme/x/blob/main/a.yaml`
 * @param repository - as the certificate names it: `https://github.com/acme/x`
 * @public
 */
export function isManagedIn(location: string, repository: string): boolean {
  const place = addressIn(location.startsWith('url:') ? location.slice(4) : '');
  const source = addressIn(repository);
  if (!place || !source || place.origin !== source.origin) return false;
  const { segments } = source;
  const areSame = segments.every((one, i) => one === place.segments[i]);
  return (
    segments.length >= 2 &&
    areSame &&
    behindRepository.includes(place.segments[segments.length])
  );
}

const form = /^(https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?)\/([A-Za-z0-9._~/-]+)$/;

/** No address with a user, a query or anything that is written in two ways. */
function addressIn(text: string) {
  const [, origin, path] = form.exec(text) ?? [];
  if (origin === undefined || path === undefined) return undefined;
  const segments = path.split('/');
  const isPlain = !segments.some(one => ['', '.', '..'].includes(one));
  return isPlain ? { origin, segments } : undefined;
}
