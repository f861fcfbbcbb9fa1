import { repositoryAddress } from './repositoryAddress';

describe('repositoryAddress', () => {
  it.each([
    ['https://github.com/acme/payments'],
    ['git+https://github.com/acme/payments@refs/tags/v1.0.0'],
    ['git+https://github.com/acme/payments.git@refs/heads/a@b'],
    ['https://github.com/acme/payments.git#refs/heads/main'],
    ['https://github.com/Acme/Payments/'],
    ['https://user:secret@github.com/acme/payments'],
    ['git@github.com:acme/payments.git'],
    ['ssh://git@github.com/acme/payments'],
    ['git+ssh://git@github.com/acme/payments.git'],
    ['git://github.com/acme/payments'],
    ['HTTPS://GITHUB.COM/acme/payments?x=1'],
  ])('%s', text => {
    expect(repositoryAddress(text)).toBe('https://github.com/acme/payments');
  });

  it('keeps upper case on hosts that tell it apart, and paths that are deeper', () => {
    expect(repositoryAddress('https://git.acme.test/A/b/C.git')).toBe(
      'https://git.acme.test/A/b/C',
    );
  });

  it.each([
    [''],
    ['payments'],
    ['acme/payments'],
    ['https://github.com'],
    ['https://github.com/acme'],
    ['pkg:docker/x'],
    ['file:///a/b/c'],
    ['x'.repeat(3_000)],
  ])('names no repository: %s', text => {
    expect(repositoryAddress(text)).toBeUndefined();
  });
});
