import { spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Company } from '../__testUtils__/Company';
import { exitCodes } from './exitCodes';

const packages = resolve(__dirname, '../../..');

/** Both ways in: the command itself, and the module of the Backstage CLI. */
const entries: [string, string[]][] = [
  ['ct', [join(packages, 'cli/bin/countersign')]],
  [
    'backstage-cli countersign',
    [
      join(packages, 'cli-module/bin/backstage-cli-module-countersign'),
      'countersign',
    ],
  ],
];

interface Options {
  stdout?: 'pipe' | number | 'closed at once';
  env?: Record<string, string>;
  node?: string[];
}

function start(command: string[], options: Options = {}) {
  const { stdout = 'pipe', env, node = [] } = options;
  const child = spawn(process.execPath, [...node, ...command], {
    stdio: ['ignore', stdout === 'closed at once' ? 'pipe' : stdout, 'pipe'],
    env: { ...process.env, ...env },
  });
  if (stdout === 'closed at once') child.stdout?.destroy();
  let output = '';
  let words = '';
  child.stdout?.on('data', chunk => {
    output += chunk;
  });
  child.stderr?.on('data', chunk => {
    words += chunk;
  });
  return new Promise<{ code: number | null; output: string; words: string }>(
    done => child.on('close', code => done({ code, output, words })),
  );
}

describe.each(entries)('%s ends with', (_, entry) => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.startNow();
  });
  afterAll(() => company.close());

  const run = (args: string[], options?: Options) =>
    start([...entry, ...args], options);

  it.each([
    ['0 for a trusted image', 0, () => company.image('payments').reference],
    [
      '2 for an unsigned one',
      2,
      () => company.image('plain', 'unsigned').reference,
    ],
    [
      '3 for one that is not there',
      3,
      () => `${company.registry.host}/acme/absent:v1`,
    ],
    ['64 for what is no image', 64, () => 'nginx'],
    ['64 for an image that is called --help', 64, () => '--help'],
    ['64 for an image that is called --version', 64, () => '--version'],
    ['64 for an image that is called -h', 64, () => '-h'],
  ])(
    '%s',
    async (_name, expected, reference) => {
      const { code } = await run(['verify', reference(), ...company.identity]);
      expect(code).toBe(expected);
    },
    60_000,
  );

  it('0 for a trusted image, also where nobody knows the user', async () => {
    const file = company.file(
      'nobody.cjs',
      'require("node:os").homedir = () => { throw new Error("injected") };',
    );
    const { reference } = company.image('payments');
    const args = ['verify', reference, ...company.identity];
    const { code } = await run(args, { node: ['--require', file] });
    expect(code).toBe(0);
  }, 60_000);

  it('1 for another signer', async () => {
    const args = company.identity.with(1, 'https://github.com/**');
    const { reference } = company.image('payments');
    const { code, output } = await run(['verify', reference, ...args]);
    expect(output).toMatch(/^untrusted: /);
    expect(code).toBe(1);
  }, 60_000);

  it('64 where nobody may sign', async () => {
    const { reference } = company.image('payments');
    company.registry.requests.clear();
    expect((await run(['verify', reference])).code).toBe(64);
    expect(company.registry.requests.list()).toEqual([]);
  }, 60_000);

  it('70 where its answer reaches nobody', async () => {
    const args = [
      'verify',
      company.image('payments').reference,
      ...company.identity,
    ];
    expect((await run(args, { stdout: 'closed at once' })).code).toBe(70);
    const full = openSync('/dev/full', 'w');
    expect((await run(args, { stdout: full })).code).toBe(70);
  }, 60_000);

  it.each([
    ['a panic', 'setImmediate(() => { throw new Error("injected") })'],
    ['a panic that is no error', 'setImmediate(() => { throw undefined })'],
    [
      'a rejection that nobody awaits',
      'setImmediate(() => Promise.reject(new Error("injected")))',
    ],
    [
      'a loop that runs empty',
      'require("node:fs/promises").open = () => new Promise(() => {})',
    ],
    [
      'a panic that speaks to the terminal',
      'setImmediate(() => { throw new Error("injected\\u009b31m ##[group]") })',
    ],
    [
      'a broken machine',
      'require("node:crypto").createHash = () => { throw new Error("injected") }',
    ],
  ])(
    '70 after %s',
    async (_name, script) => {
      const file = company.file(
        'inject.cjs',
        `
      const { main } = process;
      // Once the command runs, and not before: only then is it asked to end well.
      const hooked = process.prependListener;
      process.prependListener = function (...args) {
        process.prependListener = hooked;
        ${script};
        return hooked.apply(this, args);
      };`,
      );
      const args = [
        'verify',
        company.image('payments').reference,
        ...company.identity,
      ];
      const { code, output, words } = await run(args, {
        node: ['--require', file],
      });
      expect(output).not.toMatch(/^trusted/);
      expect(words).not.toMatch(/\u009b|##\[/);
      expect(code).toBe(70);
    },
    60_000,
  );

  it('70 where a part of it is missing', async () => {
    const file = company.file(
      'missing.cjs',
      `
      const Module = require('node:module');
      const load = Module._load;
      Module._load = function (name, ...rest) {
        if (name === '@countersign/domain' || name === '@countersign/cli')
          throw new Error('injected');
        return load.call(this, name, ...rest);
      };`,
    );
    const { code, words } = await run(['verify', 'ghcr.io/acme/a:v1'], {
      node: ['--require', file],
    });
    expect(words).toContain('injected');
    expect(code).toBe(70);
  }, 60_000);
});

describe('the zero', () => {
  it('stands in one place', () => {
    const sources = join(packages, 'cli/src');
    const found = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter(file => /\.ts$/.test(file) && !/test/i.test(file))
      .concat(
        '../bin/countersign',
        '../../cli-module/src/index.ts',
        '../../cli-module/bin/backstage-cli-module-countersign',
      )
      .filter(file =>
        /process\.exit(Code)?[^\n]*\b0\b|:\s*0,/.test(
          readFileSync(join(sources, file), 'utf8'),
        ),
      );
    expect(found).toEqual(['exit/exitCodes.ts']);
    expect(Object.entries(exitCodes).filter(([, code]) => code === 0)).toEqual([
      ['ok', 0],
    ]);
  });
});
