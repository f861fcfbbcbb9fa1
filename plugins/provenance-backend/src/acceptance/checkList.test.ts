import type { AcceptanceRule } from '@countersign/domain';
import type { TrustedAuthorities } from '../trust';
import { checkList, missingName } from './checkList';

const nobody: TrustedAuthorities = { loaded: [], states: [] };
const authorities: TrustedAuthorities = {
  loaded: [],
  states: [
    { name: 'acme', kind: 'sigstore', status: 'loaded', digest: 'sha256:a' },
    { name: 'platform-key', kind: 'key', status: 'loaded', digest: 'sha256:b' },
  ],
};

const rule: AcceptanceRule = {
  name: 'release',
  references: ['ghcr.io/acme/**'],
  environments: ['prod'],
  mode: 'enforce',
  signers: [{ key: 'platform-key' }],
};

describe('checkList', () => {
  const check = (list: Parameters<typeof checkList>[0]) =>
    checkList(list, { authorities, environments: ['dev', 'prod'] });

  it('lets through what names what there is', () => {
    expect(() => check({ initial: [rule] })).not.toThrow();
  });

  it.each([
    [
      { initial: [{ ...rule, environments: ['prd'] }] },
      'provenance.acceptance.initial[0].environments',
      '"prd" is none of provenance.environments (dev, prod)',
    ],
    [
      { initial: [rule, { ...rule, signers: [{ key: 'platform-kee' }] }] },
      'provenance.acceptance.initial[1].signers[0].key',
      'did you mean "platform-key"?',
    ],
    [
      { initial: [], distrust: [{ key: 'acme', reason: 'It leaked.' }] },
      'provenance.acceptance.distrust[0].key',
      '"acme" is a trust root',
    ],
  ])('refuses %j', (list, path, problem) => {
    expect(() => check(list)).toThrow(
      expect.objectContaining({
        path,
        problem: expect.stringContaining(problem),
      }),
    );
  });
});

describe('missingName', () => {
  it('says where a version in force names an authority that is gone', () => {
    expect(missingName({ rules: [rule] }, { authorities })).toBeUndefined();
    expect(missingName({ rules: [rule] }, { authorities: nobody })).toMatch(
      /^rules\[0\]\.signers\[0\]\.key: no authority "platform-key"/,
    );
  });
});
