import { GuardedHttp, HostPolicies } from '../../http';
import { withDefaults, type Limits } from '../../limits';

/**
 * One origin from which trust may come, and how it is reached.
 *
 * @public
 */
export interface MirrorAccess {
  url: string;
  /** The host may have a private or a loopback address. */
  privateNetwork?: boolean;
  /** Sent as `Authorization` to exactly this origin, never along a redirect (S12.2). */
  authorization?: string;
}

/** A client that can reach this one host and nothing else; unencrypted only on loopback. */
export function clientFor(
  { url, privateNetwork }: MirrorAccess,
  clock: { now(): Date },
  limits?: Partial<Limits>,
): GuardedHttp {
  const { host, protocol } = new URL(url);
  const plainHttp = protocol === 'http:';
  const policies = new HostPolicies([{ host, plainHttp, privateNetwork }]);
  return new GuardedHttp({ policies, limits: withDefaults(limits), clock });
}

/**
 * The address of a TUF mirror as it is asked: without a slash at its end.
 *
 * @throws TypeError for an address that cannot be a mirror's
 * @public
 */
export function mirrorAddress(address: string): string {
  const url = new URL(address);
  const fits =
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '';
  if (!fits) throw new TypeError(`not an address of a mirror: ${url.host}`);
  // With two slashes before "targets" a file server finds nothing.
  return url.href.replace(/\/+$/, '');
}
