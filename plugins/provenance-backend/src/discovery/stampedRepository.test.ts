import { component } from '../__testUtils__/startPortal';
import { stampedRepository } from './stampedRepository';

function stampedBy(annotations: Record<string, string>) {
  const entity = component('payments', '');
  return stampedRepository({
    ...entity,
    metadata: { ...entity.metadata, annotations },
  });
}

const read = (location: string) =>
  stampedBy({ 'backstage.io/managed-by-location': location });

describe('S2.4 where the catalog reads an entity', () => {
  it.each([
    [
      'url:https://github.com/acme/payments/blob/main/catalog-info.yaml',
      'https://github.com/acme/payments',
    ],
    [
      'url:https://github.com/acme/payments/tree/a/b/catalog-info.yaml',
      'https://github.com/acme/payments',
    ],
    [
      'url:https://acme.ghe.com/acme/payments/blob/main/x.yaml',
      'https://acme.ghe.com/acme/payments',
    ],
    [
      'url:https://gitlab.com/acme/team/payments/-/blob/main/x.yaml',
      'https://gitlab.com/acme/team/payments',
    ],
  ])('is the repository of %s', (location, repository) => {
    expect(read(location)).toBe(repository);
  });

  it.each([
    'file:/srv/catalog/https://github.com/acme/payments/blob/main/x.yaml',
    'bootstrap:bootstrap',
    'url:http://github.com/acme/payments/blob/main/x.yaml',
    'url:https://github.com/acme/payments',
    'url:https://github.com/acme/blob/main/x.yaml',
    'url:https://github.com/acme/../blob/main/x.yaml',
    'url:https://github.com/acme/payments/blob/main/../../../../repos/mallory/evil/contents/x.yaml',
    'url:https://github.com/acme/payments/blob/main/%2e%2e/%2E%2E/mallory/x.yaml',
    'url:https://github.com/acme/payments/blob/main/..%2f..%2fmallory/x.yaml',
    'url:https://github.com/acme/payments/blob/main/..\\..\\mallory/x.yaml',
    'url:https://github.com/acme/payments/blob/main/x.yaml?path=/mallory/evil',
    'url:https://github.com/acme/payments/blob/main/x.yaml#/mallory/evil',
    'url:https://GitHub.com/acme/payments/blob/main/x.yaml',
    'url:https://github.com/acme/pay%2fments/blob/main/x.yaml',
    'url:https://github.com.evil.example/acme/payments/blob/main/x.yaml',
    'url:https://evil.example/https://github.com/acme/payments/blob/x',
    'url:https://evil@github.com/acme/payments/blob/main/x.yaml',
    'url:https://github.com:8443/acme/payments/blob/main/x.yaml',
    'url:https://git.acme.example/acme/payments/blob/main/x.yaml',
    'url:https://gitlab.com/acme/payments/blob/main/x.yaml',
    'url:https://gitlab.com/acme/../-/blob/main/x.yaml',
    'url:https://gist.github.com/acme/payments/raw/x.yaml',
    '',
  ])('is not known of %s', location => {
    expect(read(location)).toBeUndefined();
  });

  it('is not known of an address that no catalog keeps', () => {
    const file = 'url:https://github.com/acme/payments/blob/main/';
    expect(read(`${file}${'x'.repeat(100)}`)).toBeDefined();
    expect(read(`${file}${'x'.repeat(2_000)}`)).toBeUndefined();
  });

  it('is what the catalog stamps, and not what the entity says of its source', () => {
    expect(
      stampedBy({
        'backstage.io/source-location': 'url:https://github.com/acme/payments/',
        'backstage.io/view-url': 'https://github.com/acme/payments/blob/x',
      }),
    ).toBeUndefined();
    expect(stampedBy({})).toBeUndefined();
  });

  it('is the place itself, and not the one that led there', () => {
    expect(
      stampedBy({
        'backstage.io/managed-by-location':
          'url:https://github.com/acme/payments/blob/main/x.yaml',
        'backstage.io/managed-by-origin-location':
          'url:https://github.com/acme/catalog/blob/main/all.yaml',
      }),
    ).toBe('https://github.com/acme/payments');
  });
});
