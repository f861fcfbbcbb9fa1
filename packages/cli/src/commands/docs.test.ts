import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';
import { exitCodes } from '../exit/exitCodes';
import type { Report } from '../output';
import { help } from './help';

const page = readFileSync(
  resolve(__dirname, '../../../../docs/cli.md'),
  'utf8',
);

/** Fenced blocks of one language. */
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    match => match[1],
  );

/** The first column of the tables in which it is `code`. */
const codes = (text: string) =>
  text
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .flatMap(line => [...line.split('|')[1].matchAll(/`([^`]+)`/g)])
    .map(match => match[1]);

describe('docs/cli.md', () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.start();
  });
  afterAll(() => company.close());

  it('shows a command that ends as it says', async () => {
    const { reference, digest } = company.image('payments');
    const [command] = blocks('sh');
    const [answer] = blocks('text');
    const args = command
      .replace(/\\\n/g, ' ')
      .trim()
      .replace(/^npx --package @countersign\/cli ct /, '')
      .replace('ghcr.io/acme/payments:1.8.2', reference)
      .replaceAll('v1.8.2', 'v1.0.0')
      .split(/\s+/);
    const { output, code } = await ct([
      ...args,
      '--trusted-root',
      company.root,
    ]);
    const expected = answer
      .replace('ghcr.io/acme/payments:1.8.2', reference)
      .replaceAll('v1.8.2', 'v1.0.0')
      .replace(/sha256:[0-9a-f]{64}/, digest)
      .replace(/ {2}\.\.\.\n$/, '');
    expect(output.startsWith(expected)).toBe(true);
    expect(code).toBe(0);
  });

  it('shows a policy that is one', async () => {
    const [policy] = blocks('yaml').filter(text =>
      text.includes('# policy.yaml'),
    );
    const { reference } = company.image('payments');
    const path = company.file('policy.yaml', policy);
    expect((await ct(['verify', reference, '--policy', path])).code).toBe(0);
    const other = company.image('foreign', {
      signer: {
        type: 'certificate',
        identity: {
          ...release,
          subject:
            'https://github.com/evil/x/.github/workflows/release.yml@refs/tags/v1',
        },
      },
    });
    expect((await ct(['verify', other.reference, '--policy', path])).code).toBe(
      1,
    );
  });

  it('lists every exit code', () => {
    const listed = [...page.matchAll(/^\| (\d+) +\| (\w+) /gm)].map(
      ([, code, name]) => [name, Number(code)],
    );
    expect(listed).toEqual(Object.entries(exitCodes));
  });

  it('lists every option that help lists', () => {
    const options = [...new Set(help.match(/--[a-z-]+/g))].sort();
    expect(options.length).toBeGreaterThan(8);
    for (const option of options)
      expect(page).toMatch(new RegExp(`[\`(]([^\`]* )?${option}\\b`));
  });

  it.each(blocks('(?:sh|yaml)').filter(text => /\bct verify\b/.test(text)))(
    'names options that exist: %.60s',
    async text => {
      const given = [...text.matchAll(/(?<!npx.{0,20}) (--[a-z-]+)/g)]
        .map(match => match[1])
        .filter(option => !['--package', '--yes'].includes(option));
      for (const option of given) {
        const { words } = await ct(['verify', option, 'x']);
        expect(words).not.toContain('Unknown option');
      }
    },
  );

  it('lists every field of the answer', async () => {
    const { reference } = company.image('payments');
    const { output } = await ct([
      'verify',
      reference,
      ...company.identity,
      '--json',
    ]);
    const report: Report = JSON.parse(output);
    const table = page.slice(
      page.indexOf('### JSON'),
      page.indexOf('## `ct inspect'),
    );
    const listed = codes(table).map(name => name.replace(/\[\]$|\..*$/, ''));
    const all = Object.keys({ ...report, origin: 1, problem: 1 });
    expect([...new Set(listed.filter(name => name !== ''))].sort()).toEqual(
      all.sort(),
    );
    expect(Object.keys(report.signatures[0])).toEqual(
      expect.arrayContaining([
        'signer',
        'statement',
        'logEntry',
        'provenTimes',
        'proofs',
        'isProven',
      ]),
    );
  });

  it('is found from the index', () => {
    const index = readFileSync(
      join(__dirname, '../../../../docs/README.md'),
      'utf8',
    );
    expect(index).toContain('(cli.md)');
  });
});
