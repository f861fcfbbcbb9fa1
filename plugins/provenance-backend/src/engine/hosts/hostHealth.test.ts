import type { Cause } from '@countersign/domain';
import type { HostContact } from '@countersign/verifier';
import { at, registryDown } from '../../__testUtils__/fixtures';
import type { Sight } from '../lookAt';
import { furtherHosts, hostHealthOf } from './hostHealth';

const host = 'registry.example';
const tokenHost = 'auth.example';
const denied: Cause = {
  code: 'access-denied',
  origin: 'infrastructure',
  message: 'answered 401',
};

const sight = (contacts: HostContact[], cause: Cause = denied): Sight => ({
  status: 'failed',
  at: at(0),
  contacts,
  cause,
});

describe('hostHealthOf', () => {
  it('a refusal that the host itself spoke is a sign of life', () => {
    expect(hostHealthOf(host, sight([{ host }]))).toEqual({
      status: 'answered',
    });
  });

  it('the same refusal says nothing where nobody was asked', () => {
    expect(hostHealthOf(host, sight([]))).toEqual({ status: 'unknown' });
  });

  it('a host that may not be asked is neither up nor down', () => {
    const blocked = { ...denied, code: 'host-not-allowed' } as const;
    expect(hostHealthOf(host, sight([], blocked))).toEqual({
      status: 'unknown',
    });
  });

  it('an outage counts for the host that had it, with its own cause', () => {
    const seen = sight(
      [{ host }, { host: tokenHost, failure: registryDown }],
      registryDown,
    );
    expect(hostHealthOf(host, seen)).toEqual({ status: 'answered' });
    expect(furtherHosts(host, seen)).toEqual([tokenHost]);
    expect(hostHealthOf(tokenHost, seen)).toEqual({
      status: 'failed',
      cause: registryDown,
    });
  });

  it('goes by what happened and not by what was said', () => {
    const words = { ...registryDown, code: 'malformed' } as const;
    const seen = sight([{ host, failure: registryDown }], words);
    expect(hostHealthOf(host, seen)).toEqual({
      status: 'failed',
      cause: registryDown,
    });
  });

  it('what stood in place of a look says nothing', () => {
    const { contacts: _, ...unasked } = sight([]);
    expect(hostHealthOf(host, unasked)).toEqual({ status: 'unknown' });
  });
});
