/** `docker-pullable://repo@sha256:...` of older kubelets, `repo@sha256:...` of the others. */
const pulledForm = /^(?:docker-pullable:\/\/)?([^\s@]+)@([^\s@]+:[^\s@]+)$/;

/** An image by the id of its configuration, without a name. */
const idForm = /^(?:sha256:)?[0-9a-f]{64}$/;

/**
 * The reference of what runs: the name and tag under which it was asked for, with the digest that the runtime reports.
 *
 * @remarks
 * The name is the one of the specification: a runtime that pulled the same bytes under two names reports either. The
 * digest is the reported one, even where the specification pins another: somebody who changes the specification must not
 * hide what runs until the container is replaced. A bare `sha256:...` is the hash of an image's configuration, which no
 * signature is about and under which no registry has a manifest, so it is never taken for a digest.
 *
 * @param specified - the image as the specification of the pod names it
 * @param reported - `imageID` of the container's status
 */
export function imageReference(
  specified: string,
  reported: string | undefined,
): string {
  const [, pulledFrom, digest] = pulledForm.exec(reported ?? '') ?? [];
  if (digest === undefined) return specified;
  if (idForm.test(specified)) return `${pulledFrom}@${digest}`;
  const named = specified.split('@')[0];
  return `${withRegistry(named, pulledFrom)}@${digest}`;
}

/**
 * A name without a registry means another one on each node, as its runtime is configured: only the runtime knows. Where
 * it does not say the name stays as it is, and nobody looks for it at a registry that was guessed.
 */
function withRegistry(named: string, pulledFrom: string): string {
  if (namesRegistry(named)) return named;
  const [path, tag] = splitTag(named);
  const isSame = namesRegistry(pulledFrom) && pulledFrom.endsWith(`/${path}`);
  return isSame ? `${pulledFrom}${tag}` : named;
}

function namesRegistry(name: string): boolean {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  return first === 'localhost' || /[.:]/.test(first);
}

function splitTag(name: string): [path: string, tag: string] {
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/')
    ? [name.slice(0, colon), name.slice(colon)]
    : [name, ''];
}
