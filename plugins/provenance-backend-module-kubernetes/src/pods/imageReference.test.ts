import { digest } from '../__testUtils__/pods';
import { imageReference } from './imageReference';

const a = digest('a');
const b = digest('b');

describe('imageReference', () => {
  it.each([
    [
      'containerd',
      'ghcr.io/acme/pay:1.8.2',
      `ghcr.io/acme/pay@${a}`,
      `ghcr.io/acme/pay:1.8.2@${a}`,
    ],
    [
      'dockershim',
      'ghcr.io/acme/pay:1.8.2',
      `docker-pullable://ghcr.io/acme/pay@${a}`,
      `ghcr.io/acme/pay:1.8.2@${a}`,
    ],
    [
      'a registry with a port',
      'localhost:5000/acme/pay:1',
      `localhost:5000/acme/pay@${a}`,
      `localhost:5000/acme/pay:1@${a}`,
    ],
    [
      'no tag',
      'ghcr.io/acme/pay',
      `ghcr.io/acme/pay@${a}`,
      `ghcr.io/acme/pay@${a}`,
    ],
    [
      'a name of Docker Hub',
      'nginx:1.27',
      `docker.io/library/nginx@${a}`,
      `docker.io/library/nginx:1.27@${a}`,
    ],
    [
      'a short name that the node completes',
      'acme/pay',
      `quay.io/acme/pay@${a}`,
      `quay.io/acme/pay@${a}`,
    ],
    [
      'an image that was asked for by the id of its configuration',
      b,
      `ghcr.io/acme/pay@${a}`,
      `ghcr.io/acme/pay@${a}`,
    ],
    [
      'a digest of another algorithm, which is refused later and not forgotten',
      'ghcr.io/acme/pay:1',
      'ghcr.io/acme/pay@sha512:00',
      'ghcr.io/acme/pay:1@sha512:00',
    ],
  ])('reads %s', (_, specified, reported, expected) => {
    expect(imageReference(specified, reported)).toBe(expected);
  });

  it('takes what runs, whatever the specification says by now', () => {
    expect(
      imageReference(`ghcr.io/acme/pay:2@${b}`, `ghcr.io/acme/pay@${a}`),
    ).toBe(`ghcr.io/acme/pay:2@${a}`);
  });

  it('takes the name of the specification where the runtime knows the bytes by another', () => {
    expect(imageReference('ghcr.io/acme/pay:1', `ghcr.io/acme/copy@${a}`)).toBe(
      `ghcr.io/acme/pay:1@${a}`,
    );
  });

  it.each([a, `docker://${a}`, 'docker-pullable://', '', undefined])(
    'never takes the hash of a configuration for a digest: %s',
    reported => {
      expect(imageReference('ghcr.io/acme/pay:1', reported)).toBe(
        'ghcr.io/acme/pay:1',
      );
    },
  );

  it('guesses no registry', () => {
    expect(imageReference('nginx:1', a)).toBe('nginx:1');
    expect(imageReference('acme/pay:1', `ghcr.io/evil/copy@${a}`)).toBe(
      `acme/pay:1@${a}`,
    );
  });
});
