import { BlockList, isIP, isIPv4 } from 'node:net';

/** What an address is, as far as it matters to who may be contacted. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8, 'ipv4');
privateRanges.addSubnet('172.16.0.0', 12, 'ipv4');
privateRanges.addSubnet('192.168.0.0', 16, 'ipv4');
privateRanges.addSubnet('100.64.0.0', 10, 'ipv4');
privateRanges.addSubnet('198.18.0.0', 15, 'ipv4');
privateRanges.addSubnet('fc00::', 7, 'ipv6');

/**
 * Never contacted, whatever the configuration says: link-local ranges hold the clouds' metadata services, the others
 * are no hosts or hide an IPv4 address inside an IPv6 one.
 */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('192.0.0.0', 24, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addSubnet('::', 96, 'ipv6');
forbidden.addSubnet('64:ff9b::', 32, 'ipv6');
forbidden.addSubnet('100::', 64, 'ipv6');
forbidden.addSubnet('2001::', 32, 'ipv6');
forbidden.addSubnet('2002::', 16, 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('fec0::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
// Alibaba's and Amazon's metadata services lie outside the link-local ranges.
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addAddress('fd00:ec2::254', 'ipv6');

/** @param address - a literal IPv4 or IPv6 address; anything else is `forbidden` */
export function kindOfAddress(address: string): AddressKind {
  if (isIP(address) === 0) return 'forbidden';
  const mapped = mappedIpv4(address);
  if (mapped !== undefined) return kindOfAddress(mapped);
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (loopback.check(address, family)) return 'loopback';
  if (forbidden.check(address, family)) return 'forbidden';
  return privateRanges.check(address, family) ? 'private' : 'public';
}

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are 127.0.0.1 to the kernel, so they are to us. */
function mappedIpv4(address: string): string | undefined {
  if (isIPv4(address) || address.includes('%')) return undefined;
  const host = new URL(`http://[${address}]/`).hostname;
  const match = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (!match) return undefined;
  const [high, low] = [parseInt(match[1], 16), parseInt(match[2], 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
