import { ct } from './__testUtils__/ct';

const who = ['--certificate-identity', 'x', '--certificate-oidc-issuer', 'y'];

describe('run', () => {
  it.each([
    [[], 'a command is missing'],
    [['sign'], '"sign" is no command; there are verify, inspect, conformance'],
    [['__proto__'], 'is no command'],
    [['constructor'], 'is no command'],
    [['help', 'verify'], '"verify" has no place here'],
    [['--version', 'x'], '"x" has no place here'],
    [['\u001b[31m'], '"\\u{1b}[31m" is no command'],
  ])('refuses %j', async (args, message) => {
    const { code, output, words } = await ct(args);
    expect(words).toContain(message);
    expect(words).toContain('See: ct help');
    expect(output).toBe('');
    expect(code).toBe(64);
  });

  it.each(['help', '--help', '-h'])('explains itself after %s', async name => {
    const { code, output } = await ct([name]);
    expect(output).toContain('ct verify REFERENCE|FILE WHO');
    expect(code).toBe(0);
  });

  it.each(['version', '--version'])('knows its %s', async name => {
    const { code, output } = await ct([name]);
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it.each([['verify'], ['inspect'], ['conformance', 'run']])(
    'explains instead of doing %s, and calls nothing trusted',
    async (...command) => {
      expect((await ct([...command, '--help'])).code).toBe(64);
      expect((await ct([...command, 'x', ...who, '-h'])).code).toBe(64);
    },
  );

  it.each([
    ['an error', new Error('a\u001b[31mb')],
    ['anything', 'a\u001b[31mb'],
  ])('S5.1 ends as an internal error after %s', async (_, thrown) => {
    const { code, words } = await ct(['help'], {
      print: () => Promise.reject(thrown),
    });
    expect(words).toBe('internal error: a\\u{1b}[31mb\n');
    expect(code).toBe(70);
  });
});
