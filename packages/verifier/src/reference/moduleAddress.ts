import { isDigest, type Digest } from '@countersign/domain';
import { lookError } from '../LookError';
import { shown } from './shown';

/*
 * What Terraform makes of the address of a module: https://developer.hashicorp.com/terraform/language/modules/sources
 * and go-getter, its library. An archive is one file with one digest. Everything else is a working tree that is put
 * together on the machine that fetches it, so that nothing signed it as a whole.
 */

/** The archive that an address leads to. */
export interface ArchiveAddress {
  url: URL;
  /** The digest that the address demands. */
  digest?: Digest;
}

/** `s3::https://...` and `gcs::https://...` are archives in an object store; they are read as anybody reads them. */
export function archiveIn(text: string): string | undefined {
  const [, store, address] = /^(s3|gcs)::(https:\/\/.+)$/i.exec(text) ?? [];
  if (address === undefined) return undefined;
  return store.toLowerCase() === 's3' ? address : googleObject(address);
}

const googleApi = /^https:\/\/www\.googleapis\.com\/storage\/v1\/(.+)$/;

/** Terraform names objects by the API of Google's store, which serves none under that address. */
function googleObject(address: string): string {
  const object = googleApi.exec(address)?.[1];
  return object === undefined
    ? address
    : `https://storage.googleapis.com/${object}`;
}

const archives = /\.(?:zip|tgz|tbz2|txz|tar|tar\.(?:gz|bz2|xz|zst))$/i;

/**
 * Takes off what Terraform keeps for itself: the folder inside the archive, and how to unpack it. A folder is only told
 * from a path with two slashes where an archive stands before it.
 *
 * @throws LookError `unsupported-reference` for a checksum that is none of SHA-256: it must not be passed over; and for
 * a path with empty parts
 */
export function archiveAddress(url: URL): ArchiveAddress {
  const { searchParams } = url;
  const inside = url.pathname.indexOf('//');
  const archive = url.pathname.slice(0, inside);
  if (inside > 0 && (archives.test(archive) || searchParams.has('archive')))
    url.pathname = archive;
  // Most servers read two slashes as one: whoever writes the address would choose which rules speak of it (S3.1).
  if (url.pathname.includes('//'))
    throw unsupported(
      url.href,
      'its path has two slashes in a row, and no archive before them',
    );
  const checksum = searchParams.get('checksum');
  url.search = withoutOurs(url.search);
  if (checksum === null) return { url };
  const digest = checksum.includes(':') ? checksum : `sha256:${checksum}`;
  if (!isDigest(digest))
    throw unsupported(url.href, 'only SHA-256 checksums are compared');
  return { url, digest };
}

/** The rest stays letter by letter: the signature of an object store covers it. */
function withoutOurs(query: string): string {
  return query
    .slice(1)
    .split('&')
    .filter(parameter => !/^(?:archive|checksum)(?:=|$)/.test(parameter))
    .join('&');
}

/** Hosts under which Terraform finds Git repositories; none of them is a registry of images. */
const gitHosts = new Set([
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'gitee.com',
]);

const objectStore =
  /^(?:[a-z0-9.-]+\.)?s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$|^www\.googleapis\.com$/;

/** Terraform registries look like OCI registries and are none. */
const terraformRegistries = new Set([
  'registry.terraform.io',
  'registry.opentofu.org',
  'app.terraform.io',
]);

/** @throws LookError `unsupported-reference` for a host without a scheme that Terraform knows and that is no registry */
export function refuseModuleHost(text: string, host: string) {
  if (terraformRegistries.has(host))
    throw unsupported(
      text,
      'it is an address of a Terraform registry; name the archive that it leads to',
    );
  if (gitHosts.has(host))
    throw unsupported(
      text,
      'it is a Git repository; name the web address of a release archive',
    );
  if (objectStore.test(host))
    throw unsupported(
      text,
      'it is an object in a store; write its web address with https://',
    );
}

function unsupported(text: string, why: string) {
  return lookError(
    'unsupported-reference',
    'configuration',
    `The reference "${shown(text)}" is not supported: ${why}.`,
  );
}
