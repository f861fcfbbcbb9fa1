import { lintText } from './lintText';

const signer = [
  '- authority: public-good',
  '  issuer: https://accounts.google.com',
  '  subject: ci@acme-prod.iam.gserviceaccount.com',
];
const indent = (by: number, lines: string[]) =>
  lines.map(line => `${' '.repeat(by)}${line}`);
const rule = [
  '- name: release',
  "  references: ['ghcr.io/acme/**']",
  '  signers:',
  ...indent(4, signer),
];
const file = (...lines: string[]) => lines.join('\n');
const told = (text: string) =>
  lintText(text).map(
    ({ line, column, code, path }) => `${line}:${column} ${code} ${path}`,
  );

describe('lintText', () => {
  it.each([
    ['nothing, for nobody may sign anything yet', ''],
    ['rules alone', file(...rule)],
    ['the list', file('initial:', ...indent(2, rule))],
    ['a policy', file('acceptance:', '  initial:', ...indent(4, rule))],
    [
      'the configuration of a portal',
      file(
        'app: { title: Portal }',
        'provenance:',
        '  environments: [prod]',
        '  acceptance:',
        '    initial:',
        ...indent(6, rule),
      ),
    ],
  ])('reads %s', (_, text) => expect(told(text)).toEqual([]));

  const wrong = rule.map(line => line.replace('ci@', '**@'));
  const [where, path] = ['whole-owner', 'initial[0].signers[0].subject'];

  it.each([
    ['rules alone', file(...wrong), '6:7'],
    ['the list', file('initial:', ...indent(2, wrong)), '7:9'],
    [
      'a policy',
      file('acceptance:', '  initial:', ...indent(4, wrong)),
      '8:11',
    ],
    [
      'the configuration of a portal',
      file('provenance:', '  acceptance:', '    initial:', ...indent(6, wrong)),
      '9:13',
    ],
  ])('says where it is in %s', (_, text, at) => {
    expect(told(text.replace(/subject: (.*)/, 'subject: "$1"'))).toEqual([
      `${at} ${where} ${path}`,
    ]);
  });

  it('tells the first mistake of every rule, and what only the whole shows', () => {
    const text = file(
      'initial:',
      ...indent(2, [...rule, '  mod: off']),
      ...indent(2, rule),
      ...indent(2, rule),
      'distrust:',
      '  - key: k',
      'builder: []',
    );
    expect(told(text)).toEqual([
      '8:5 unreadable initial[0].mod',
      '15:5 duplicate-rule initial[2]',
      '22:5 unreadable distrust[0].reason',
      '23:1 unreadable builder',
    ]);
  });

  it('says a mistake once, where lint and the parser both see it', () => {
    const text = file(...rule.filter(line => !line.includes('issuer')));
    expect(told(text)).toEqual(['4:7 no-issuer initial[0].signers[0].issuer']);
  });

  it('knows the authorities of a policy, and the public one where it names none', () => {
    const policy = (...authorities: string[]) =>
      told(
        file(...authorities, 'acceptance:', '  initial:', ...indent(4, rule)),
      );
    expect(policy()).toEqual([]);
    expect(policy('authorities: [{ name: public-good }]')).toEqual([]);
    expect(
      policy('authorities: [{ name: public-good, key: ./k.pub }]'),
    ).toEqual(['7:11 unknown-authority initial[0].signers[0].authority']);
    expect(policy('authorities: [{ name: lab }]')).toHaveLength(1);
  });

  it('takes no key beside a policy for nothing', () => {
    const [finding] = lintText('acceptance: {}\nauthorites: []');
    expect(finding).toMatchObject({
      code: 'unreadable',
      path: 'authorites',
      line: 2,
      sentence: expect.stringContaining('did you mean "authorities"?'),
    });
  });

  it('says of what is no plain data where and why', () => {
    expect(lintText('initial:\n  - references: [**]')).toEqual([
      {
        code: 'yaml',
        severity: 'error',
        path: '',
        line: 2,
        column: 18,
        sentence: expect.stringContaining('aliases are not read'),
        fix: expect.stringContaining('in quotes'),
      },
    ]);
  });
});
