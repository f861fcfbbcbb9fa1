import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { checkParts, tooDeep } from './checkParts';
import { yamlLimits } from './limits';
import { YamlError, type YamlPosition } from './YamlError';

/**
 * Plain data, and where each part of it stands.
 *
 * @public
 */
export interface YamlData {
  value: unknown;
  /**
   * Where something stands: `acceptance.initial[2].signers[0].subject`. What is not there stands where the nearest does
   * that it would be in.
   */
  positionOf(path: string): YamlPosition;
}

/**
 * Reads a file as plain data: no anchors, aliases, tags, merge keys or directives, no key twice, one document, and no
 * more of it than a list can be. What a person sees is what the machine gets.
 *
 * @throws YamlError with line and column
 * @public
 */
export function readYaml(text: string): YamlData {
  if (text.length > yamlLimits.characters)
    throw new YamlError(
      { line: 1, column: 1 },
      'the file is larger than 1 MiB',
      'split it, or leave out what no rule needs',
    );
  checkParts(text);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // The library's own search for repeated keys takes the square of their number.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    // Not 'silent', which would take the first of several documents without a word.
    logLevel: 'error',
  });
  const at = (offset: number): YamlPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault)
    throw new YamlError(
      at(fault.pos[0]),
      `it is no YAML: ${fault.message.split('\n', 1)[0]}`,
      'correct the line, or the one before it',
    );
  const root = document.contents;
  return {
    value: valueOf(root, 0, at),
    positionOf: path => at(offsetOf(root, path)),
  };
}

type At = (offset: number) => YamlPosition;

function valueOf(node: Node | null, depth: number, at: At): unknown {
  if (node === null) return null;
  if (depth > yamlLimits.depth) throw tooDeep(at(startOf(node)));
  if (isScalar(node)) return node.value;
  if (isSeq<Node | null>(node))
    return node.items.map(item => valueOf(item, depth + 1, at));
  return objectOf(node as YAMLMap<Node, Node | null>, depth, at);
}

function objectOf(
  map: YAMLMap<Node, Node | null>,
  depth: number,
  at: At,
): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { key, value } of map.items) {
    const here = at(startOf(key ?? map));
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string')
      throw new YamlError(here, 'a key is no text', 'write a name before ":"');
    if (name === '<<')
      throw new YamlError(
        here,
        'merge keys are not read',
        'write the keys out',
      );
    if (entries.has(name))
      throw new YamlError(
        here,
        'the key is there twice',
        'remove one of them; which one would hold depends on the reader',
      );
    entries.set(name, valueOf(value, depth + 1, at));
  }
  return Object.fromEntries(entries);
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Follows the path as far as it goes. Keys hold whatever a person typed, so the longest one that fits is taken. */
function offsetOf(root: Node | null, path: string): number {
  let node = root;
  let rest = path;
  let offset = root ? startOf(root) : 0;
  while (node && rest !== '') {
    const step: Step | undefined = isMap<Node, Node | null>(node)
      ? stepInto(node.items, rest)
      : stepAlong(node, rest);
    if (!step) break;
    ({ node, rest, offset } = step);
  }
  return offset;
}

interface Step {
  node: Node | null;
  rest: string;
  offset: number;
}

function stepInto(
  pairs: Pair<Node, Node | null>[],
  path: string,
): Step | undefined {
  const wanted = path.replace(/^\./, '');
  let longest = -1;
  let step: Step | undefined;
  for (const { key, value } of pairs) {
    const name = String((key as { value?: unknown }).value);
    if (name.length <= longest || !wanted.startsWith(name)) continue;
    const rest = wanted.slice(name.length);
    if (!/^(?:$|[.[])/.test(rest)) continue;
    longest = name.length;
    step = { node: value, rest, offset: startOf(key) };
  }
  return step;
}

function stepAlong(node: Node, path: string): Step | undefined {
  const [index, number] = /^\[(\d+)\]/.exec(path) ?? [];
  if (index === undefined || !isSeq<Node | null>(node)) return undefined;
  const item = node.items[Number(number)];
  return item
    ? { node: item, rest: path.slice(index.length), offset: startOf(item) }
    : undefined;
}
