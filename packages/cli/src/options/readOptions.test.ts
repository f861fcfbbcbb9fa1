import { onlyPositional, readOptions } from './readOptions';
import { UsageError } from './UsageError';

const kinds = { key: 'text', json: 'switch', host: 'list' } as const;
const read = (...args: string[]) => readOptions(args, kinds);

describe('readOptions', () => {
  it('reads what was given, and what was not', () => {
    expect(read('a', '--key=k', '--host', 'x', '--host', 'y', 'b')).toEqual({
      values: { key: 'k', json: false, host: ['x', 'y'] },
      positionals: ['a', 'b'],
    });
    expect(read('--json', '--', '--key')).toEqual({
      values: { key: undefined, json: true, host: [] },
      positionals: ['--key'],
    });
  });

  it.each([
    [['--kye', 'k'], "Unknown option '--kye'"],
    [['-k'], "Unknown option '-k'"],
    [['--key', 'k', '--key', 'k'], '--key is there twice'],
    [['--key', 'k', '--key=l'], '--key is there twice'],
    [['--json', '--json'], '--json is there twice'],
    [['--key='], '--key is empty'],
    [['--host', ''], '--host is empty'],
    [['--key'], 'argument missing'],
    [['--json=yes'], 'does not take an argument'],
    [['--no-json'], "Unknown option '--no-json'"],
    [['--__proto__', 'x'], "Unknown option '--__proto__'"],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });
});

describe('onlyPositional', () => {
  it.each([
    [[], 'image is missing'],
    [[''], 'image is missing'],
    [['a', 'b'], '"b" is another one'],
  ])('refuses %j', (positionals, message) => {
    expect(() => onlyPositional(positionals, 'image')).toThrow(message);
  });
});
