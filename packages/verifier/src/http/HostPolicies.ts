import { lookError } from '../LookError';
import { kindOfAddress } from './addresses';

/** Docker Hub answers to one name in references and to others on the wire; all are Docker's own. */
export const dockerHub = {
  name: 'docker.io',
  api: 'registry-1.docker.io',
  token: 'auth.docker.io',
} as const;

/** Which host may be contacted, and how. */
export interface HostAccess {
  /** Host, with its port where it is not the scheme's own. */
  host: string;
  /** Unencrypted HTTP; works for loopback addresses only. */
  plainHttp?: boolean;
  /** The host may have a private or a loopback address. */
  privateNetwork?: boolean;
}

export interface HostPolicy {
  plainHttp: boolean;
  privateNetwork: boolean;
}

/** The allow-list: nothing else is ever contacted. Hosts are compared exactly, port included (S12.2). */
export class HostPolicies {
  readonly #policies = new Map<string, HostPolicy>();

  constructor(hosts: HostAccess[]) {
    for (const entry of hosts) {
      for (const host of [
        normalHost(entry.host, entry.plainHttp),
        ...companions(entry.host),
      ]) {
        const known = this.#policies.get(host);
        this.#policies.set(host, {
          plainHttp: (known?.plainHttp ?? false) || entry.plainHttp === true,
          privateNetwork:
            (known?.privateNetwork ?? false) || entry.privateNetwork === true,
        });
      }
    }
  }

  /** @throws LookError `host-not-allowed` */
  check(url: URL, purpose: string): HostPolicy {
    const policy = this.#policies.get(url.host);
    if (!policy)
      throw notAllowed(
        `The host ${url.host} (${purpose}) is not in the list of allowed hosts.`,
      );
    if (url.protocol === 'http:' && !policy.plainHttp)
      throw notAllowed(
        `The host ${url.host} (${purpose}) would be contacted without encryption.`,
      );
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw notAllowed(`The scheme ${url.protocol} (${purpose}) is not HTTP.`);
    if (url.username !== '' || url.password !== '')
      throw notAllowed(`An address (${purpose}) holds a credential.`);
    return policy;
  }

  scheme(host: string): 'http' | 'https' {
    return this.#policies.get(normalHost(host, true))?.plainHttp
      ? 'http'
      : 'https';
  }
}

/**
 * Whether this very address may be connected to.
 *
 * @throws LookError `host-not-allowed`
 */
export function checkAddress(
  address: string,
  host: string,
  policy: HostPolicy,
  encrypted: boolean,
) {
  const kind = kindOfAddress(address);
  if (!encrypted && kind !== 'loopback')
    throw notAllowed(
      `The host ${host} has the address ${address}: unencrypted HTTP is for loopback addresses only.`,
    );
  if (kind === 'forbidden')
    throw notAllowed(
      `The host ${host} has the address ${address}, which is never contacted.`,
    );
  const inside = kind === 'private' || kind === 'loopback';
  const open =
    policy.privateNetwork || (kind === 'loopback' && policy.plainHttp);
  if (inside && !open)
    throw notAllowed(
      `The host ${host} has the private address ${address}; its entry does not say privateNetwork.`,
    );
}

/** `GHCR.io:443` is `ghcr.io`. */
export function normalHost(host: string, plainHttp = false): string {
  return new URL(`${plainHttp ? 'http' : 'https'}://${host}/`).host;
}

function companions(host: string): string[] {
  return host === dockerHub.name ? [dockerHub.api, dockerHub.token] : [];
}

function notAllowed(message: string) {
  return lookError('host-not-allowed', 'configuration', message);
}
