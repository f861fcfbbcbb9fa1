import type {
  CredentialSource,
  FileHostAccess,
  Reference,
  RegistryAccess,
} from '@countersign/verifier';
import { UsageError } from '../options/UsageError';

export interface HostOptions {
  credentials?: CredentialSource;
  /** Further hosts, as they were typed: where a registry keeps its blobs, or its token service. */
  allowed: readonly string[];
}

/**
 * Hosts that belong to a well-known registry or file host: its token service, and where it redirects downloads to.
 * Whoever names the one means the others; any other host has to be named.
 */
const companions: Record<string, { tokens?: string[]; downloads?: string[] }> =
  {
    'ghcr.io': { downloads: ['pkg-containers.githubusercontent.com'] },
    'docker.io': { downloads: ['production.cloudflare.docker.com'] },
    'quay.io': {
      downloads: [
        'cdn.quay.io',
        'cdn01.quay.io',
        'cdn02.quay.io',
        'cdn03.quay.io',
      ],
    },
    'registry.gitlab.com': {
      tokens: ['gitlab.com'],
      downloads: ['cdn.registry.gitlab-static.net', 'storage.googleapis.com'],
    },
    'github.com': {
      downloads: [
        'objects.githubusercontent.com',
        'release-assets.githubusercontent.com',
      ],
    },
  };

/** A name or an address, with a port where it is not the usual one. */
const hostForm = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

const elasticRegistry = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

/**
 * Which hosts a command may contact: the one in the reference, what belongs to it, and what was named beside it. The
 * typed ones may have private addresses: whoever types a host has the network that leads to it. What a stranger's
 * redirect names may not.
 *
 * @throws UsageError for what was named and is no host
 */
export function hostsFor(
  reference: Reference,
  { allowed }: HostOptions,
): { registries: RegistryAccess[]; fileHosts: FileHostAccess[] } {
  allowed.forEach(checkHost);
  const { tokens = [], downloads = [] } = companionsOf(reference.host);
  const typed = [
    reference.host,
    ...(reference.type === 'file' && reference.bundleUrl !== undefined
      ? [new URL(reference.bundleUrl).host]
      : []),
    ...allowed,
  ].map(access);
  const known = [...tokens, ...downloads].map(host => ({ host }));
  return reference.type === 'oci'
    ? { registries: [...typed, ...known], fileHosts: [] }
    : { registries: [], fileHosts: [...typed, ...known] };
}

/** One that no address has would be allowed without effect, and the refusal that follows would puzzle everybody. */
function checkHost(host: string) {
  if (!hostForm.test(host))
    throw new UsageError(
      `--allow-host: "${host}" is no host; write it as in registry.example.com or registry.example.com:5000`,
    );
}

/** Who issues tokens for a registry that does not do it itself: such a service is shown the registry's credential. */
export function tokenServicesOf(host: string): readonly string[] {
  return companionsOf(host).tokens ?? [];
}

function companionsOf(host: string) {
  if (Object.hasOwn(companions, host)) return companions[host];
  const region = elasticRegistry.exec(host)?.[1];
  return region === undefined
    ? {}
    : {
        downloads: [
          `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`,
        ],
      };
}

function access(host: string): FileHostAccess {
  return isLoopback(host)
    ? { host, plainHttp: true, privateNetwork: true }
    : { host, privateNetwork: true };
}

/** On this machine there is nobody between, and registries there rarely have a certificate. */
function isLoopback(host: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d{1,3}){3})(:\d+)?$/.test(host);
}
