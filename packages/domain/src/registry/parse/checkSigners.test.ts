import type { AuthorityState } from '../../records/authority';
import type { AcceptanceRule, RuleSigner } from '../rule';
import { checkSigners } from './checkSigners';

const digest = `sha256:${'a'.repeat(64)}` as const;
const authorities: AuthorityState[] = [
  { name: 'public-good', kind: 'sigstore', status: 'loaded', digest },
  {
    name: 'platform-key',
    kind: 'key',
    status: 'failed',
    cause: {
      code: 'authority-missing',
      origin: 'infrastructure',
      message: 'no file',
    },
  },
];

const rules = (signer: RuleSigner): AcceptanceRule[] => [
  { name: 'r', references: ['**'], mode: 'observe', signers: [signer] },
];

describe('checkSigners', () => {
  it('takes signers that an authority can prove, also one that is not loaded', () => {
    expect(() =>
      checkSigners(
        [
          ...rules({ authority: 'public-good', issuer: 'i', subject: 's' }),
          ...rules({ key: 'platform-key' }),
        ],
        authorities,
        'acceptance.initial',
      ),
    ).not.toThrow();
  });

  it.each<[RuleSigner, string]>([
    [
      { authority: 'public-god', issuer: 'i', subject: 's' },
      'acceptance.initial[0].signers[0].authority: no authority "public-god"; did you mean "public-good"?',
    ],
    [
      { authority: 'zzz', issuer: 'i', subject: 's' },
      'no authority "zzz"; there are public-good, platform-key',
    ],
    [
      { authority: 'platform-key', issuer: 'i', subject: 's' },
      '"platform-key" is a key',
    ],
    [{ key: 'public-good' }, '"public-good" is a trust root'],
  ])('refuses %j', (signer, message) => {
    expect(() =>
      checkSigners(rules(signer), authorities, 'acceptance.initial'),
    ).toThrow(message);
  });

  it('S4.3 looks at the signers of requirements as well', () => {
    const [rule] = rules({ key: 'platform-key' });
    const requirements = [
      { type: 'scan' as const, signers: [{ key: 'nobody' }] },
    ];
    expect(() =>
      checkSigners(
        [{ ...rule, requirements }],
        authorities,
        'acceptance.initial',
      ),
    ).toThrow(
      'acceptance.initial[0].requirements[0].signers[0].key: no authority "nobody"',
    );
  });
});
