import type { AuthorityWindow } from '@countersign/domain';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import type { Authority } from '../authority';

type Window = { start?: Date; end?: Date } | undefined;

/**
 * What an authority holds, each with the window in which its signatures count.
 *
 * @public
 */
export function windowsOf(authority: Authority): AuthorityWindow[] {
  if (authority.kind === 'key') {
    const { notBefore, notAfter, name } = authority;
    return [entry('key', name, { start: notBefore, end: notAfter })];
  }
  const root = TrustedRoot.fromJSON(authority.content.trustedRoot);
  return [
    ...root.certificateAuthorities.map(one =>
      entry('certificate-authority', one.uri, one.validFor),
    ),
    ...root.tlogs.map(one =>
      entry('log', one.baseUrl, one.publicKey?.validFor),
    ),
    ...root.ctlogs.map(one =>
      entry('certificate-log', one.baseUrl, one.publicKey?.validFor),
    ),
    ...root.timestampAuthorities.map(one =>
      entry('timestamp-authority', one.uri, one.validFor),
    ),
  ];
}

function entry(
  what: AuthorityWindow['what'],
  name: string,
  window: Window,
): AuthorityWindow {
  const { start, end } = window ?? {};
  return {
    what,
    name,
    ...(start && { start: start.toISOString() }),
    ...(end && { end: end.toISOString() }),
  };
}
