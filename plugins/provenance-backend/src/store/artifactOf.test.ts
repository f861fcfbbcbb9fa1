import { artifactOf } from './artifactOf';

describe('artifactOf', () => {
  it('names the host that is asked', () => {
    const { host } = artifactOf(
      'https://files.example:8443/app.tgz',
      undefined,
    );
    expect(host).toBe('files.example:8443');
  });

  it.each(['/app:1', '/app.tgz'])(
    'names no host that no column could hold, in ...%s',
    rest => {
      const name = `${'a'.repeat(300)}.example${rest}`;
      const reference = rest.endsWith('.tgz') ? `https://${name}` : name;
      expect(artifactOf(reference, undefined).host).toBeUndefined();
    },
  );
});
