import { isManagedIn } from './isManagedIn';

const repository = 'https://github.com/acme/payments';
const location = `url:${repository}/blob/main/catalog-info.yaml`;

describe('S2.4 the place from which the catalog reads an entity', () => {
  it.each([
    [location, repository],
    [`url:${repository}/tree/main/deploy/a.yaml`, repository],
    [
      'url:https://gitlab.com/acme/team/x/-/blob/main/a.yaml',
      'https://gitlab.com/acme/team/x',
    ],
  ])('%s lies in %s', (place, source) => {
    expect(isManagedIn(place, source)).toBe(true);
  });

  it.each([
    ['another repository', location, 'https://github.com/acme/payments-evil'],
    ['the beginning of its name', location, 'https://github.com/acme/pay'],
    ['the owner', location, 'https://github.com/acme'],
    ['the host', location, 'https://github.com'],
    ['another host', location, 'https://github.com.evil.example/acme/payments'],
    ['another scheme', location, 'http://github.com/acme/payments'],
    ['other letters', location, 'https://github.com/Acme/payments'],
    ['nothing', location, ''],
    ['a pattern', location, 'https://github.com/acme/*'],
    ['a user in it', location, 'https://github.com@evil.example/acme/payments'],
    ['a way back', `url:${repository}/blob/../../../evil/x`, repository],
    ['a hidden way back', `url:${repository}/%2e%2e/blob/x`, repository],
    [
      'a group of the same name',
      'url:https://gitlab.com/acme/team/x/-/blob/main/a.yaml',
      'https://gitlab.com/acme/team',
    ],
    ['a file of the portal', 'file:/acme/payments/blob/x', repository],
    ['no kind of place', `${repository}/blob/main/a.yaml`, repository],
  ])('is no word for %s', (_name, place, source) => {
    expect(isManagedIn(place, source)).toBe(false);
  });
});
