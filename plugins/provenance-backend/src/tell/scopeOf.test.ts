import type { OutboxRow } from './OutboxRow';
import { scopeOf } from './scopeOf';

const about = (...subjects: string[]) =>
  scopeOf(subjects.map(subject => ({ subject } as OutboxRow)));

describe('scopeOf', () => {
  it.each([
    ['another tag', 'ghcr.io/acme/payments:2'],
    ['a digest', `ghcr.io/acme/payments@sha256:${'a'.repeat(64)}`],
    ['a tag with a digest', `ghcr.io/acme/payments:2@sha256:${'a'.repeat(64)}`],
    ['no tag', 'ghcr.io/acme/payments'],
  ])('is the same for %s of one repository', (_, subject) => {
    expect(about(subject)).toBe(about('ghcr.io/acme/payments:1'));
  });

  it('is another one for another repository, registry or file', () => {
    const places = [
      'ghcr.io/acme/payments:1',
      'ghcr.io/acme/cards:1',
      'quay.io/acme/payments:1',
      'localhost:5000/acme/payments:1',
      'https://github.com/acme/infra/releases/download/v4/vpc.tgz',
      'ghcr.io',
    ];
    expect(new Set(places.map(place => about(place))).size).toBe(places.length);
  });

  it('is one for all messages about more than one thing', () => {
    expect(about('a/b:1', 'a/c:1')).toBe(about('x/y:1', 'x/z:1'));
    expect(about('a/b:1', 'a/b:2')).toBe(about('a/b:3'));
  });
});
