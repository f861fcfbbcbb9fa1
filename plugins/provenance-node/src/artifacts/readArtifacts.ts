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

/**
 * The longest annotation that is read, in characters: more than two hundred items need. Bounds the time for which parsing
 * holds up everything else.
 *
 * @public
 */
export const ARTIFACTS_LENGTH = 32 * 1024;

/**
 * One item of the annotation as YAML has it, not checked against the schema yet.
 *
 * @public
 */
export interface ArtifactsItem {
  /** What was written; `undefined` where it cannot be read. */
  value: unknown;
  /** Line within the annotation, from 1. */
  line: number;
  /** Why the item cannot be read, although its neighbours can. */
  problem?: string;
}

/**
 * What the annotation names, or why not one item of it can be read, with the line.
 *
 * @public
 */
export type ArtifactsReading = { items: ArtifactsItem[] } | { problem: string };

/**
 * Reads the YAML of `countersign.dev/artifacts`, which may hold whatever somebody could write into a catalog file. Never
 * throws; aliases are refused, and the text is bounded to 32,768 characters.
 *
 * @public
 */
export function readArtifacts(text: string): ArtifactsReading {
  if (text.length > ARTIFACTS_LENGTH) {
    return {
      problem: `has ${text.length} characters; at most ${ARTIFACTS_LENGTH} are read`,
    };
  }
  try {
    return readItems(text);
  } catch (error) {
    return { problem: firstLine((error as Error).message) };
  }
}

function readItems(text: string): ArtifactsReading {
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
): ArtifactsItem {
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
