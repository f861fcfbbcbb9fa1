import type { AuthorityState } from '../../records/authority';
import { checkDistrust } from './checkSigners';
import { readDistrust } from './readDistrust';

const read = (value: unknown) => readDistrust(value, 'distrust[0]');
const identity = { issuer: 'https://i.test', subject: 'https://s.test/**' };
const digest = `sha256:${'a'.repeat(64)}` as const;
const reason = 'Its token leaked.';

describe('S7.2 the distrust list as configuration writes it', () => {
  it.each([
    { identity, reason },
    { identity: { ...identity, authority: 'acme' }, reason },
    { key: 'platform-key', reason, runbook: 'https://wiki.test/incident-7' },
    { digest, reason },
    { workflow: 'https://github.com/acme/*/.github/workflows/*', reason },
    { authority: 'acme', reason },
    { log: 'a'.repeat(64), reason },
  ])('takes %j', entry => {
    expect(read(entry)).toEqual(entry);
  });

  it('keeps an instant as one, also where YAML has read it as a date', () => {
    const from = '2026-11-03T00:00:00.000Z';
    expect(read({ digest, reason, from: '2026-11-03T00:00:00Z' })).toEqual({
      digest,
      reason,
      from,
    });
    expect(read({ digest, reason, from: new Date(from) })).toHaveProperty(
      'from',
      from,
    );
  });

  it.each([
    [{ reason }, 'names nothing; an entry is about one of'],
    [{ identity, key: 'k', reason }, 'names identity and key'],
    [{ digest }, 'distrust[0].reason: is missing'],
    [{ digest, reason: ' ' }, 'distrust[0].reason: is empty'],
    [{ digest: 'sha256:abc', reason }, 'distrust[0].digest: must be "sha256:"'],
    [
      { digest: digest.toUpperCase(), reason },
      'distrust[0].digest: must be "sha256:"',
    ],
    [{ digest, reason, from: 'soon' }, 'distrust[0].from: must be an instant'],
    [{ digest, reason, since: 'x' }, 'distrust[0].since: unknown key'],
    [{ subject: 'x', reason }, 'distrust[0].subject: unknown key'],
    [
      { identity: { subject: '**' }, reason },
      'distrust[0].identity.issuer: is missing',
    ],
    [
      { identity: { ...identity, subject: '' }, reason },
      'distrust[0].identity.subject: is empty',
    ],
    [
      { identity: { ...identity, subject: '***' }, reason },
      'distrust[0].identity.subject: "***"',
    ],
    [
      { identity: { ...identity, autority: 'acme' }, reason },
      'did you mean "authority"?',
    ],
    [{ key: '', reason }, 'distrust[0].key: is empty'],
    [{ workflow: 'https://github.com/a@v1', reason }, 'without its ref'],
    [{ log: 'A'.repeat(64), reason }, 'distrust[0].log: must be 64'],
    [{ authority: 'acme', log: 'x', reason }, 'names authority and log'],
    ['x', 'distrust[0]: must be an object'],
  ])('refuses %j', (value, problem) => {
    expect(() => read(value)).toThrow(problem);
  });

  const authorities: AuthorityState[] = [
    { name: 'acme', kind: 'sigstore', status: 'loaded', digest },
    { name: 'platform-key', kind: 'key', status: 'loaded', digest },
  ];
  const check = (value: unknown) => () =>
    checkDistrust([read(value)], authorities, 'distrust');

  it('names only keys and authorities that exist', () => {
    expect(check({ key: 'platform-key', reason })).not.toThrow();
    expect(check({ identity, reason })).not.toThrow();
    expect(check({ digest, reason })).not.toThrow();
    expect(check({ authority: 'acme', reason })).not.toThrow();
    expect(check({ authority: 'acm', reason })).toThrow(
      'distrust[0].authority: no authority "acm"; did you mean "acme"?',
    );
    expect(check({ key: 'platform-kee', reason })).toThrow(
      'distrust[0].key: no authority "platform-kee"; did you mean "platform-key"?',
    );
    expect(check({ key: 'acme', reason })).toThrow('is a trust root');
    expect(
      check({ identity: { ...identity, authority: 'acm' }, reason }),
    ).toThrow(
      'distrust[0].identity.authority: no authority "acm"; did you mean "acme"?',
    );
    expect(
      check({ identity: { ...identity, authority: 'platform-key' }, reason }),
    ).toThrow('is a key');
  });
});
