import { TrustedRoot } from '@sigstore/protobuf-specs';
import { sha256 } from '../../encoding';
import type { Authority } from '../authority';

/**
 * Certificate authorities, logs and timestamp authorities that one version has and the next has not, whatever their
 * windows.
 *
 * @returns their addresses
 */
export function removedFrom(current: Authority, next: Authority): string[] {
  const kept = new Set(instancesOf(next).map(one => one.id));
  return instancesOf(current)
    .filter(({ id }) => !kept.has(id))
    .map(({ name }) => name);
}

function instancesOf(authority: Authority): { id: string; name: string }[] {
  if (authority.kind === 'key')
    return [{ id: authority.fingerprint, name: authority.name }];
  const root = TrustedRoot.fromJSON(authority.content.trustedRoot);
  const issuers = [
    ...root.certificateAuthorities,
    ...root.timestampAuthorities,
  ].map(({ uri, certChain }) => ({
    id: idOf(...(certChain?.certificates ?? []).map(one => one.rawBytes)),
    name: uri,
  }));
  const logs = [...root.tlogs, ...root.ctlogs].map(
    ({ baseUrl, publicKey }) => ({
      id: idOf(publicKey?.rawBytes ?? Buffer.alloc(0)),
      name: baseUrl,
    }),
  );
  return [...issuers, ...logs];
}

function idOf(...parts: Uint8Array[]): string {
  return sha256(...parts).toString('hex');
}
