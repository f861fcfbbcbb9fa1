import { yamlLimits } from './limits';
import { readYaml } from './readYaml';
import { YamlError } from './YamlError';

function fault(text: string) {
  try {
    readYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { line, column, problem, fix } = error;
    return { at: `${line}:${column}`, problem, fix };
  }
  return 'was read';
}

describe('readYaml', () => {
  it('takes no text for a mark that hides how deep the rest is', () => {
    expect(() => readYaml('[\u001f'.repeat(50))).toThrow(
      /nested more than 20 deep/,
    );
  });

  it('reads a text of many lines, however long', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `      line ${i}`);
    const { value } = readYaml(`a:\n  b: |\n${lines.join('\n')}\n  c: 1\n`);
    expect(value).toEqual({
      a: { b: `${lines.map(line => line.trim()).join('\n')}\n`, c: 1 },
    });
  });

  it('reads plain data', () => {
    const text = [
      '# who may sign',
      '---',
      'initial:',
      '  - name: release',
      '    references: [\'ghcr.io/acme/**\', "a*b"]',
      '    requirements: [{ type: scan, maximum: { critical: 0 } }]',
      '    runbook: |',
      '      *read* &this',
      'on: yes',
      'empty:',
    ].join('\r\n');
    expect(readYaml(text).value).toEqual({
      initial: [
        {
          name: 'release',
          references: ['ghcr.io/acme/**', 'a*b'],
          requirements: [{ type: 'scan', maximum: { critical: 0 } }],
          runbook: '*read* &this\n',
        },
      ],
      on: 'yes',
      empty: null,
    });
    expect(readYaml('').value).toBeNull();
  });

  it('keeps a key that JavaScript would take for its own', () => {
    const { value } = readYaml('{ "__proto__": { polluted: 1 } }');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
  });

  it.each([
    ['a:\n  - &x 1', '2:5', 'anchors are not read', 'write the value out'],
    ['a: 1\nb: *x', '2:4', 'aliases are not read', 'put the pattern in quotes'],
    ['references: [**]', '1:14', 'aliases are not read', '"**"'],
    ['a: !!str 1', '1:4', 'tags are not read', 'leave the tag out'],
    ['a: !secret 1', '1:4', 'tags are not read', 'leave the tag out'],
    [
      '%YAML 1.1\n---\na: 1',
      '1:1',
      'directives are not read',
      'leave the line',
    ],
    ['a: 1\n<<: { b: 1 }', '2:1', 'merge keys are not read', 'write the keys'],
    [
      'a:\n  b: 1\n  c: 2\n  b: 3',
      '4:3',
      'the key is there twice',
      'remove one',
    ],
    ['{ a: 1, "a": 2 }', '1:9', 'the key is there twice', 'remove one'],
    ['a: 1\n2: b', '2:1', 'a key is no text', 'write a name'],
    ['? [a]\n: b', '1:3', 'a key is no text', 'write a name'],
    ['a: 1\n---\nb: 2', '2:1', 'it is no YAML: Source contains multiple', ''],
    ['a: [1', '1:6', 'it is no YAML', 'correct the line'],
    ['a: b: c', '1:4', 'it is no YAML: Nested mappings', 'correct the line'],
    ['\ta: 1', '1:1', 'it is no YAML', 'correct the line'],
  ])('refuses %j at %s', (text, at, problem, fix) => {
    expect(fault(text)).toEqual({
      at,
      problem: expect.stringContaining(problem),
      fix: expect.stringContaining(fix),
    });
  });

  describe('with more than any list has', () => {
    const deep = 'nested more than 20 deep';

    it.each([
      ['brackets', '['.repeat(100_000), '1:21', deep],
      ['objects', '{a: '.repeat(50_000), '1:81', deep],
      ['dashes', '- '.repeat(100_000), '1:41', deep],
      ['question marks', '? '.repeat(100_000), '1:41', deep],
      [
        'lines',
        Array.from({ length: 30 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
        '22:22',
        deep,
      ],
      ['columns', `a:\n${' '.repeat(300)}b: 1`, '2:1', deep],
      ['parts', '- a\n'.repeat(60_000), '50001:1', '200000 parts'],
      ['characters', 'a'.repeat(10 * 1024 * 1024), '1:1', 'larger than 1 MiB'],
    ])('refuses %s', (_, text, at, problem) => {
      expect(fault(text)).toMatchObject({
        at,
        problem: expect.stringContaining(problem),
      });
    });

    it('reads what lies just within', () => {
      const { depth } = yamlLimits;
      expect(fault(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toBe(
        'was read',
      );
      const keys = Array.from({ length: 40 }, (_, i) => `k${i}: 1`);
      expect(fault(`- { ${keys.join(', ')} }\n`)).toBe('was read');
    });

    it('a bomb of aliases is no bomb', () => {
      const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]';
      expect(fault(bomb)).toMatchObject({ at: '1:4' });
    });
  });

  it.each([
    ['', '1:1'],
    ['initial', '1:1'],
    ['initial[0]', '2:5'],
    ['initial[1].name', '4:5'],
    ['initial[1].signers[0].subject', '6:30'],
    ['initial[1].signers[0].authority', '6:9'],
    ['initial[1].no-such', '4:5'],
    ['initial[7].name', '1:1'],
    ['a.b', '7:1'],
    ['a.b.c', '7:8'],
    ['nothing', '1:1'],
  ])('finds %j at %s', (path, at) => {
    const text = [
      'initial:',
      '  - name: one',
      '    references: [a]',
      '  - name: two',
      '    signers:',
      '      - { issuer: https://i, subject: x }',
      'a.b: { c: 1 }',
    ].join('\n');
    const { line, column } = readYaml(text).positionOf(path);
    expect(`${line}:${column}`).toBe(at);
  });
});
