import { identity } from '../testing/judgeInputs';
import { describeRef, describeSigner } from './describeSigner';

describe('describeSigner', () => {
  it.each([
    [
      'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
      'GitHub Actions · acme/payments · release.yml · tag v1.8.2',
    ],
    [
      'https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/feature/x',
      'GitHub Actions · acme/payments · release.yml · branch feature/x',
    ],
    ['spiffe://acme.io/signer', 'GitHub Actions · spiffe://acme.io/signer'],
  ])('reads %s aloud', (subject, words) => {
    expect(describeSigner(identity({ subject }))).toBe(words);
  });

  it('shows an unknown issuer and subject exactly, made visible', () => {
    expect(
      describeSigner(
        identity({ issuer: 'https://id.acme.io', subject: 'a\u202eb' }),
      ),
    ).toBe('https://id.acme.io · a\\u{202e}b');
  });

  it('names the key by its authority', () => {
    expect(describeSigner({ type: 'key' }, 'platform')).toBe('key “platform”');
    expect(describeSigner({ type: 'key' })).toBe('a key');
  });
});

describe('describeRef', () => {
  it.each([
    ['refs/tags/v1', 'tag v1'],
    ['refs/heads/main', 'branch main'],
    ['refs/pull/7/merge', 'pull request 7/merge'],
    ['9c1f', '9c1f'],
  ])('%s', (ref, words) => expect(describeRef(ref)).toBe(words));
});
