import {
  isMap,
  isScalar,
  parseAllDocuments,
  visit,
  type Document,
  type YAMLMap,
} from 'yaml';
import { canonicalJson } from '../../../encoding';
import { EvidenceFailure } from '../../../EvidenceFailure';
import { isObject, type JsonObject } from '../../../json';
import { verificationLimits } from '../../../limits';

/**
 * Both versions, because readers of manifests disagree: `yes` is true to one and a text to the other, `0777` and `1:30`
 * are other numbers. What is equal to both is equal to whoever reads it.
 */
const versions = ['1.1', '1.2'] as const;

/** The documents of a manifest, as each version of YAML reads them. */
export type ManifestDocuments = Record<(typeof versions)[number], JsonObject[]>;

/** Kubernetes passes over what stands there, and other readers do not. */
const separatorWithContent = /^(?:---[^\S\n]*[^\s#]|\.\.\.|%)/m;

/**
 * Where YAML 1.1 ends a line and 1.2 does not: what is the rest of a comment here would be a field to Kubernetes. A mark
 * of byte order begins a line there and is a part of a key here.
 */
const otherBreak = /\r(?!\n)|[\u0085\u2028\u2029\ufeff]/;

/** A number in base sixty costs the square of its length, and no real one has more digits. */
const numbers = /[0-9:_]+/g;
const longestNumber = 1_000;

/**
 * Reads a manifest. Whatever two readers could take for two things is refused: anchors, tags, directives, line breaks of
 * one version only, keys that are no texts or that are there twice, documents that are no objects.
 *
 * @throws EvidenceFailure `unsupported-format`, `limit-exceeded`
 */
export function readManifest(text: string, what: string): ManifestDocuments {
  if (separatorWithContent.test(text))
    throw unsupported(what, 'something stands on the line of a separator');
  if (otherBreak.test(text))
    throw unsupported(what, 'it has line breaks that not all readers take');
  if (text.match(numbers)?.some(number => number.length > longestNumber))
    throw new EvidenceFailure(
      'format',
      'limit-exceeded',
      `${what} has a number of more than ${longestNumber} digits`,
    );
  const read = versions.map(version => [version, readAs(version, text, what)]);
  return Object.fromEntries(read) as ManifestDocuments;
}

/** Whether two manifests say the same, document by document and in this order. */
export function isSameManifest(
  a: ManifestDocuments,
  b: ManifestDocuments,
): boolean {
  return versions.every(
    version =>
      canonicalJson(plain(a[version])) === canonicalJson(plain(b[version])),
  );
}

function readAs(
  version: (typeof versions)[number],
  text: string,
  what: string,
): JsonObject[] {
  const documents = parseAllDocuments(text, {
    version,
    merge: false,
    intAsBigInt: true,
    // Compares each key with each; `checkPlain` looks for the same in one pass.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  if (documents.length > verificationLimits.manifestDocuments)
    throw new EvidenceFailure(
      'format',
      'limit-exceeded',
      `${what} has more than ${verificationLimits.manifestDocuments} documents`,
    );
  return documents.flatMap(document => {
    checkPlain(document, what);
    const value: unknown = document.toJS();
    // Kubernetes passes over empty documents.
    if (value === null) return [];
    if (!isObject(value)) throw unsupported(what, 'a document is no object');
    return [value];
  });
}

function checkPlain(document: Document, what: string) {
  if (document.errors.length > 0 || document.warnings.length > 0)
    throw unsupported(what, 'it is not plain YAML');
  visit(document, {
    Node(_, node) {
      if ('anchor' in node && node.anchor !== undefined)
        throw unsupported(what, 'it has anchors');
      if (node.tag !== undefined) throw unsupported(what, 'it has tags');
      if (isMap(node) && hasKeyTwice(node))
        throw unsupported(what, 'it has a key twice');
    },
    Pair(_, { key }) {
      if (!isPlainKey(key))
        throw unsupported(what, 'it has keys that are no plain texts');
    },
  });
}

function hasKeyTwice({ items }: YAMLMap): boolean {
  const keys = items.map(({ key }) => (isScalar(key) ? key.value : key));
  return new Set(keys).size < keys.length;
}

/** `yes` is a key to one reader and `true` to another; `<<` is a key to one and more keys to another. */
function isPlainKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'string' && key.value !== '<<';
}

/**
 * Values that compare as Kubernetes does: whole numbers by all their digits, `1.0` as `1`; each kind of value marked,
 * so that nothing is taken for another kind, not even what is written as a mark.
 */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return { whole: String(value) };
  if (typeof value === 'number')
    return Number.isSafeInteger(value)
      ? { whole: String(value) }
      : { number: String(value) };
  if (isObject(value) && Object.getPrototypeOf(value) === Object.prototype)
    return {
      fields: Object.fromEntries(
        Object.entries(value).map(([key, field]) => [key, plain(field)]),
      ),
    };
  return typeof value === 'object' && value !== null
    ? { other: String(value) }
    : value;
}

function unsupported(what: string, why: string) {
  return new EvidenceFailure(
    'format',
    'unsupported-format',
    `${what} cannot be compared: ${why}`,
  );
}
