import { EvidenceFailure } from '../EvidenceFailure';
import { isObject, textAt, valueAt, type JsonObject } from '../json';

/**
 * What a predicate must have to be what its type says. What is not so is `malformed`, never "nothing said": a scan
 * that cannot be read must not pass for a clean one (CVE-2026-39395).
 */
export function malformed(message: string) {
  return new EvidenceFailure('claims', 'malformed', message);
}

/** @throws EvidenceFailure `malformed` where there is no text, or an empty one */
export function requiredText(value: unknown, ...path: string[]): string {
  const text = textAt(value, ...path);
  if (text) return text;
  throw malformed(`the predicate has no text at ${path.join('.')}`);
}

/** @throws EvidenceFailure `malformed` where there is no object */
export function requiredObject(value: unknown, ...path: string[]): JsonObject {
  const found = valueAt(value, ...path);
  if (isObject(found)) return found;
  throw malformed(
    path.length === 0
      ? 'the predicate is not an object'
      : `the predicate has no object at ${path.join('.')}`,
  );
}

/** @throws EvidenceFailure `malformed` where there is no list */
export function requiredList(value: unknown, ...path: string[]): unknown[] {
  const found = valueAt(value, ...path);
  if (Array.isArray(found)) return found;
  throw malformed(`the predicate has no list at ${path.join('.')}`);
}

/**
 * What many writers leave out or set to null, and what has to be a list otherwise.
 *
 * @throws EvidenceFailure `malformed`
 */
export function optionalList(value: unknown, ...path: string[]): unknown[] {
  const found = valueAt(value, ...path);
  return found === undefined || found === null
    ? []
    : requiredList(value, ...path);
}
