import { ARTIFACTS_SCHEMA } from '@countersign/backstage-plugin-provenance-common';
import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml';

/** More text than two hundred items need. Bounds the time for which parsing holds up everything else. */
const longestAnnotation = 32 * 1024;

/** One item as YAML has it, not checked against the schema yet. */
export interface AnnotationItem {
  value: unknown;
  /** Line within the annotation, from 1. */
  line: number;
  /** Why the item cannot be read, although its neighbours can. */
  problem?: string;
}

export type AnnotationReading =
  | { items: AnnotationItem[] }
  /** Not one item could be read; says why and in which line. */
  | { problem: string };

/**
 * Reads the YAML of the annotation, which may hold whatever somebody could write into a catalog file. Never throws.
 */
export function readAnnotation(text: string): AnnotationReading {
  if (text.length > longestAnnotation) {
    return {
      problem: `has ${text.length} characters; at most ${longestAnnotation} are read`,
    };
  }
  try {
    return readItems(text);
  } catch (error) {
    return { problem: firstLine((error as Error).message) };
  }
}

function readItems(text: string): AnnotationReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    // The library compares every key with every other; two thousand keys would take seconds.
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    return { problem: `line ${line}: ${firstLine(error.message)}` };
  }
  const list = document.contents;
  if (!isSeq(list)) return { problem: 'is not a list of artifacts' };
  if (list.items.length === 0) return { problem: 'names no artifact' };
  const most = ARTIFACTS_SCHEMA.maxItems;
  if (list.items.length > most) {
    return {
      problem: `names ${list.items.length} artifacts; at most ${most} are read`,
    };
  }
  return { items: list.items.map(node => readItem(node, document, lines)) };
}

function readItem(
  node: unknown,
  document: Document.Parsed,
  lines: LineCounter,
): AnnotationItem {
  const line = lines.linePos(isNode(node) ? node.range?.[0] ?? 0 : 0).line;
  try {
    const twice = duplicateKey(node);
    const problem = twice === undefined ? undefined : `names "${twice}" twice`;
    // Aliases are refused: a few of them unfold to gigabytes.
    const value = isNode(node)
      ? node.toJS(document, { maxAliasCount: 0 })
      : node;
    return { value, line, problem };
  } catch (error) {
    return {
      value: undefined,
      line,
      problem: firstLine((error as Error).message),
    };
  }
}

/** Two values for one key: whichever won, half of the readers would have expected the other. */
function duplicateKey(node: unknown): string | undefined {
  if (!isMap(node)) return undefined;
  const seen = new Set<string>();
  for (const { key } of node.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function firstLine(message: string): string {
  return message.split('\n')[0];
}
