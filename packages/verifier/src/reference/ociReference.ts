import { isDigest } from '@countersign/domain';
import { lookError } from '../LookError';
import { refuseModuleHost } from './moduleAddress';
import type { OciReference } from './reference';
import { shown } from './shown';

/*
 * Grammar: distribution/reference. A component's separators stand between alphanumerics, so each expression below has
 * one way to match a text and takes linear time.
 */
const hostForm =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;
const pathForm =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

const longestName = 255;

/**
 * `host[:port]/path[:tag][@sha256:...]`.
 *
 * A name without a host (`nginx`, `library/nginx`, `hashicorp/consul/aws`) is refused and not completed: Docker reads
 * it as docker.io, Terraform as its own registry, and a guess would let one name stand for two artifacts.
 */
export function parseOciReference(text: string): OciReference {
  const bare = withoutScheme(text);
  const [named, digest, ...rest] = bare.split('@');
  if (rest.length > 0) throw invalid(text, 'it has more than one "@"');
  const slash = named.indexOf('/');
  const written = named.slice(0, Math.max(slash, 0)).toLowerCase();
  if (!looksLikeHost(written)) throw withoutHost(text);
  if (!hostForm.test(written) || !portIsValid(written))
    throw invalid(text, 'its registry is not a host name');
  const host = oneName(written);
  if (host === undefined)
    throw invalid(text, 'its registry is not a host name');
  refuseModuleHost(text, host);
  const { path, tag } = splitTag(named.slice(slash + 1));
  checkPath(text, host, path);
  if (tag !== undefined && !tagForm.test(tag))
    throw invalid(text, 'its tag has characters that a tag cannot have');
  if (digest !== undefined && !isDigest(digest)) throw badDigest(text, digest);
  return {
    type: 'oci',
    text,
    host,
    path,
    repository: `${host}/${path}`,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

const moduleParts = /^([^?]*?[^/?])(?:\/\/[^?]*)?(?:\?(tag|digest)=([^&]*))?$/;

/**
 * OpenTofu names a module in a registry as `oci://host/path//folder?tag=1.0` or `?digest=sha256:...`. The folder lies
 * inside the artifact and is no part of its name.
 */
function withoutScheme(text: string): string {
  const bare = text.replace(/^(?:oci|docker):\/\//, '');
  if (!text.startsWith('oci://')) return bare;
  const [, name, key, value] = moduleParts.exec(bare) ?? [];
  // Left as it is, whatever else was written is refused below.
  if (name === undefined) return bare;
  if (key === undefined) return name;
  return `${name}${key === 'tag' ? ':' : '@'}${value.replace(/%3a/gi, ':')}`;
}

function looksLikeHost(host: string): boolean {
  return host === 'localhost' || /[.:]/.test(host);
}

function portIsValid(host: string): boolean {
  const port = /:([0-9]+)$/.exec(host)?.[1];
  return port === undefined || (Number(port) > 0 && Number(port) <= 65_535);
}

/** Names under which Docker Hub answers to clients. */
const dockerHubNames = new Set([
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);

/**
 * One registry, one name: with two (`ghcr.io:443`, `index.docker.io`, `127.1`), whoever writes the reference would
 * choose which rules speak of it (S3.1).
 */
function oneName(host: string): string | undefined {
  try {
    const name = new URL(`https://${host}/`).host;
    return dockerHubNames.has(name) ? 'docker.io' : name;
  } catch {
    return undefined;
  }
}

function splitTag(rest: string): { path: string; tag?: string } {
  const colon = rest.indexOf(':');
  if (colon === -1) return { path: rest };
  return { path: rest.slice(0, colon), tag: rest.slice(colon + 1) };
}

function checkPath(text: string, host: string, path: string) {
  if (host.length + 1 + path.length > longestName)
    throw invalid(text, `its name has more than ${longestName} characters`);
  if (!pathForm.test(path))
    throw invalid(
      text,
      'its repository has characters that a repository cannot have (upper case is one of them)',
    );
}

function badDigest(text: string, digest: string) {
  return /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-zA-Z=_-]+$/.test(digest) &&
    !digest.startsWith('sha256:')
    ? unsupported(text, 'only SHA-256 digests are supported')
    : invalid(text, 'its digest is not "sha256:" and 64 hexadecimal digits');
}

const nameWithoutHost =
  /^[a-z0-9][a-z0-9._/-]*(?::[A-Za-z0-9_.-]+)?(?:@sha256:[0-9a-f]+)?$/;

function withoutHost(text: string) {
  return nameWithoutHost.test(text)
    ? unsupported(
        text,
        'it does not name its registry; write it out, for instance docker.io/library/nginx',
      )
    : invalid(text, 'it does not begin with a registry');
}

function invalid(text: string, why: string) {
  return lookError(
    'annotation-invalid',
    'configuration',
    `The reference "${shown(text)}" cannot be read: ${why}.`,
  );
}

function unsupported(text: string, why: string) {
  return lookError(
    'unsupported-reference',
    'configuration',
    `The reference "${shown(text)}" is not supported: ${why}.`,
  );
}
