import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ct } from '../__testUtils__/ct';

const good = `acceptance:
  initial:
    - name: release
      references: ['ghcr.io/acme/**']
      environments: [prod]
      signers:
        - authority: public-good
          issuer: https://accounts.google.com
          subject: ci@acme-prod.iam.gserviceaccount.com
`;

describe('ct registry lint', () => {
  let folder: string;
  const file = (text: string) => {
    const path = join(folder, 'registry.yaml');
    writeFileSync(path, text);
    return path;
  };
  const lint = (text: string, ...options: string[]) =>
    ct(['registry', 'lint', file(text), ...options]);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ct-registry-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('ends with 0 where there is nothing to be said', async () => {
    const { code, output, words } = await lint(good);
    expect(output).toBe(`${join(folder, 'registry.yaml')}: nothing found\n`);
    expect(words).toBe('');
    expect(code).toBe(0);
  });

  it('ends with 0 where there are warnings only', async () => {
    const { code, output } = await lint(
      good.replace('ci@acme-prod.iam.gserviceaccount.com', 'jane@acme.example'),
    );
    expect(output).toContain(
      'registry.yaml:9:11: warning personal-email\n  initial[0].signers[0].subject\n',
    );
    expect(output).toContain('0 of 1 findings are errors');
    expect(code).toBe(0);
  });

  it('ends with 1 where there is an error, and says line, code and fix', async () => {
    const { code, output } = await lint(
      good
        .replace('ci@acme-prod', '"*@acme-prod')
        .replace('account.com', 'account.com"'),
    );
    expect(output).toMatch(
      /registry\.yaml:9:11: error whole-owner\n {2}initial\[0\]\.signers\[0\]\.subject\n.*\n {2}fix: Name /,
    );
    expect(code).toBe(1);
  });

  it('S3.1 knows the environments that it is told', async () => {
    expect((await lint(good, '--environment', 'prod')).output).toContain(
      'nothing found',
    );
    const { output, code } = await lint(
      good,
      '--environment',
      'production',
      '--environment',
      'dev',
    );
    expect(output).toContain('warning environment-not-declared');
    expect(code).toBe(0);
  });

  it('S2.1 follows what is called production', async () => {
    const staging = good.replace(
      'https://accounts.google.com',
      'https://stage-oidc.buddyusercontent.com',
    );
    expect((await lint(staging)).output).toContain('error staging-issuer');
    expect((await lint(staging, '--production', 'live')).output).not.toContain(
      'staging-issuer',
    );
  });

  it('answers programs in ASCII', async () => {
    const { output, code } = await lint(
      good.replace('ci@', '\u0441i@'),
      '--json',
    );
    expect(output).toMatch(/^[\x20-\x7e\n]*$/);
    expect(JSON.parse(output)).toEqual({
      version: 1,
      command: 'registry lint',
      file: join(folder, 'registry.yaml'),
      errors: 1,
      warnings: 0,
      findings: [
        {
          code: 'look-alike',
          severity: 'error',
          path: 'initial[0].signers[0].subject',
          value: '\u0441i@acme-prod.iam.gserviceaccount.com',
          sentence: expect.stringContaining('"\\u{441}i@acme'),
          fix: expect.any(String),
          line: 9,
          column: 11,
        },
      ],
    });
    expect(code).toBe(1);
  });

  it.each([
    ['an alias', 'initial: *x', '1:10: error yaml'],
    ['a key twice', `${good}acceptance: {}`, '10:1: error yaml'],
    ['nesting', '['.repeat(100_000), '1:21: error yaml'],
    ['10 MB', 'a: 1\n'.repeat(2 * 1024 * 1024), '1:1: error yaml'],
    ['bytes that are no text', '\u0000', '1:1: error unreadable'],
  ])('finds %s', async (_, text, found) => {
    const { code, output } = await lint(text);
    expect(output).toContain(found);
    expect(code).toBe(1);
  });

  it('shows nothing that a terminal would obey', async () => {
    const { output } = await lint(`"\\e[31m::error ": 1\n`);
    expect(output).not.toContain('\u001b');
    expect(output).not.toMatch(/^\s*::/m);
  });

  it.each([
    [['registry'], 'a command is missing'],
    [['registry', 'check'], '"check" is no command; there are lint'],
    [['registry', 'lint'], 'registry file is missing'],
    [['registry', 'lint', 'a', 'b'], '"b" is another one'],
    [['registry', 'lint', '/nonexistent/x'], 'is not there'],
    [['registry', 'lint', '/'], 'is a folder'],
    [['registry', 'lint', 'a', '--key', 'x'], 'Unknown option'],
  ])('refuses %j', async (args, message) => {
    const { code, words, output } = await ct(args);
    expect(words).toContain(message);
    expect(output).toBe('');
    expect(code).toBe(64);
  });
});
