import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubReport, humanReport, plainJson, shown, writeSummary } from '.';
import type { Report } from './Report';

const hostile =
  '%0A::error::x\r\n::add-path::/tmp\u001b[31m,title=y:z ##[group]';

const report = (change: Partial<Report> = {}): Report => ({
  version: 1,
  command: 'verify',
  reference: hostile,
  verdict: 'untrusted',
  reason: {
    code: 'signer-not-accepted',
    title: 'Signed by somebody else',
    sentence: `Signed by ${hostile}.`,
    fix: 'Sign it.',
  },
  rules: [],
  found: 0,
  signatures: [],
  sources: [],
  ...change,
});

/** What the runner would take for an order, line by line. */
const orders = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .flatMap(line => /^\s*::([a-z-]+)/.exec(line)?.[1] ?? []);

describe('what a stranger wrote', () => {
  it.each([
    ['::error::x', '\\u{3a}:error::x'],
    ['  ::x', '  \\u{3a}:x'],
    ['##[add-mask]x', '#\\u{23}[add-mask]x'],
    ['a ##vso[task.setvariable]x', 'a #\\u{23}vso[task.setvariable]x'],
    ['\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
    ['a::b ## c [d] 100 %', 'a::b ## c [d] 100 %'],
  ])('%j is shown as %s', (text, safe) => {
    expect(shown(text)).toBe(safe);
  });

  it('is the same after JSON, and ASCII within', () => {
    const value = { a: ['\u009b\u202e\u{1f600}\u2028##[x]"\\', hostile], ü: 1 };
    expect(plainJson(value)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(plainJson(value)).not.toContain('##[');
    expect(JSON.parse(plainJson(value))).toEqual(value);
  });

  it('gives GitHub one order, and only ours', () => {
    const text = githubReport(report());
    expect(orders(text)).toEqual(['error']);
    const [first] = text.split('\n');
    expect(first).toMatch(/^::error title=untrusted%3A [^:,]*::[^\r\n]*$/);
    expect(first).toContain('%2C');
    expect(first).toContain('%250A');
    expect(orders(humanReport(report()))).toEqual([]);
    expect(text).not.toContain('##[');
  });

  it('gives GitHub a notice where it is trusted', () => {
    expect(orders(githubReport(report({ verdict: 'trusted' })))).toEqual([
      'notice',
    ]);
  });

  it('is text in the summary, whatever Markdown and HTML say', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-summary-'));
    const path = join(folder, 'summary.md');
    const reference = '<img src=x onerror=1>|`a`[b](javascript:1)\n# c';
    const surroundings = {
      env: { GITHUB_STEP_SUMMARY: path },
      warn: jest.fn(),
    } as never;
    await writeSummary(report({ reference }), surroundings);
    const summary = readFileSync(path, 'utf8');
    rmSync(folder, { recursive: true });
    expect(summary).toContain('| artifact | &#60;img src&#61;x onerror');
    expect(summary).not.toMatch(/[<>`[\]()]/);
    expect(summary.match(/^# /gm)).toBeNull();
    expect(
      summary.split('\n').filter(line => /\|.*\|.*\|.*\|/.test(line)),
    ).toEqual([]);
  });

  it('warns where the summary cannot be written, and goes on', async () => {
    const warn = jest.fn();
    const env = { GITHUB_STEP_SUMMARY: '/' };
    await writeSummary(report(), { env, warn } as never);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('summary'));
  });
});
