import { dockerHub, HostPolicies, normalHost } from './HostPolicies';

describe('HostPolicies', () => {
  it('compares hosts exactly, after normalising what means the same', () => {
    expect(normalHost('GHCR.io:443')).toBe('ghcr.io');
    expect(normalHost('127.0.0.1:80', true)).toBe('127.0.0.1');
    const policies = new HostPolicies([{ host: 'ghcr.io' }]);
    const allowed = (address: string) => {
      try {
        policies.check(new URL(address), 'test');
        return true;
      } catch {
        return false;
      }
    };
    expect(allowed('https://ghcr.io/')).toBe(true);
    expect(allowed('https://GHCR.IO:443/')).toBe(true);
    for (const other of [
      'https://ghcr.io.evil.test/',
      'https://evil-ghcr.io/',
      'https://a.ghcr.io/',
      'https://ghcr.io:444/',
      'https://ghcr.io./',
    ])
      expect(allowed(other)).toBe(false);
  });

  it('knows that Docker Hub has other names on the wire', () => {
    const policies = new HostPolicies([{ host: dockerHub.name }]);
    for (const host of [dockerHub.api, dockerHub.token])
      expect(policies.check(new URL(`https://${host}/`), 'test')).toEqual({
        plainHttp: false,
        privateNetwork: false,
      });
  });

  it('S12.2 refuses an entry that is no host', () => {
    expect(() => new HostPolicies([{ host: 'a b' }])).toThrow();
  });

  it('S12.2 refuses what is not HTTP, at whatever host', () => {
    const policies = new HostPolicies([{ host: 'ghcr.io' }]);
    for (const address of ['ftp://ghcr.io/', 'ws://ghcr.io/'])
      expect(() => policies.check(new URL(address), 'test')).toThrow(
        /is not HTTP/,
      );
  });
});
