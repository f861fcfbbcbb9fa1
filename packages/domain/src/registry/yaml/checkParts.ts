import { CST, Lexer } from 'yaml';
import { yamlLimits } from './limits';
import { YamlError, type YamlPosition } from './YamlError';

/** What a list has no use for, and why it was written most likely. */
const refused: Record<string, { problem: string; fix: string }> = {
  anchor: {
    problem: 'anchors are not read',
    fix: 'write the value out, or put it in quotes where it begins with "&"',
  },
  alias: {
    problem:
      'an unquoted value that begins with "*" is an alias to YAML, and aliases are not read',
    fix: 'put the pattern in quotes: "**"',
  },
  tag: {
    problem: 'tags are not read',
    fix: 'leave the tag out, or put the value in quotes where it begins with "!"',
  },
  'directive-line': {
    problem: 'directives are not read',
    fix: 'leave the line out',
  },
};

const opening = ['flow-map-start', 'flow-seq-start'];
const closing = ['flow-map-end', 'flow-seq-end'];
const nesting = ['seq-item-ind', 'explicit-key-ind', 'map-value-ind'];

/** Marks that the lexer adds, and that stand for no character of the file; behind the last one comes a text. */
const textMark = '\u001f';
const added = ['\u0002', '\u0018', textMark];

/**
 * Refuses, before anything is built of it, what is not plain data, and what would cost more to build than any list: the
 * parser behind this recurses as deep as its input is nested.
 *
 * @throws YamlError at the first such part
 */
export function checkParts(text: string): void {
  let parts = 0;
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  let brackets = 0;
  let nested = 0;
  let isText = false;
  const here = (): YamlPosition => ({ line, column: offset - lineStart + 1 });
  for (const part of new Lexer().lex(text)) {
    if (!isText && added.includes(part)) {
      isText = part === textMark;
      continue;
    }
    // A text of several lines begins with the spaces before its first one.
    const type = isText ? 'text' : CST.tokenType(part) ?? 'text';
    isText = false;
    const fault = refused[type];
    if (fault) throw new YamlError(here(), fault.problem, fault.fix);
    if (++parts > yamlLimits.parts)
      throw new YamlError(
        here(),
        `the file has more than ${yamlLimits.parts} parts`,
        'split it, or leave out what no rule needs',
      );
    if (opening.includes(type)) brackets++;
    if (closing.includes(type)) brackets = Math.max(0, brackets - 1);
    // Between brackets a line has as many keys as fit, all of them beside each other.
    if (nesting.includes(type) && brackets === 0) nested++;
    const indented = type === 'space' && offset === lineStart ? part.length : 0;
    if (
      brackets > yamlLimits.depth ||
      nested > yamlLimits.depth ||
      indented > yamlLimits.indentation
    )
      throw tooDeep(here());
    offset += part.length;
    for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) {
      line++;
      lineStart = offset - part.length + i + 1;
      nested = 0;
    }
  }
}

export function tooDeep(at: YamlPosition): YamlError {
  return new YamlError(
    at,
    `it is nested more than ${yamlLimits.depth} deep`,
    'no rule is; remove the outer lists and objects',
  );
}
