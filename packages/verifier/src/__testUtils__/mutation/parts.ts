import type { Material } from '../../material/Material';
import { changed } from '../minted';

/** A part of a material that a stranger can change: a field, an element, or the whole of something encoded inside. */
export interface Part {
  /** Names from the outside in; what was decoded on the way has its own step. */
  path: string;
  value: unknown;
  /** The material with another value there, or without it. */
  put(value: unknown): Material;
}

type Put = (value: unknown) => Material;

/** Every part of a material, whatever it is encoded in: JSON in base64 in JSON in annotations too. */
export function partsOf(material: Material): Part[] {
  const parts: Part[] = [];
  const putBytes: Put = value =>
    changed(material, { bytes: Buffer.from(toText(value)) });
  const text = Buffer.from(material.bytes).toString();
  if (material.format === 'cosign-signature')
    parts.push({ path: 'payload', value: text, put: putBytes });
  else walk(JSON.parse(text), '', putBytes, parts);
  for (const [key, annotation] of Object.entries(material.annotations)) {
    const { [key]: _, ...others } = material.annotations;
    const put: Put = value =>
      changed(material, {
        annotations:
          value === undefined ? others : { ...others, [key]: toText(value) },
      });
    parts.push({ path: key, value: annotation, put });
    const inside = annotation.startsWith('{') && asObject(annotation);
    if (inside) walk(inside, `${key}.`, put, parts);
  }
  return parts;
}

function walk(value: unknown, path: string, put: Put, parts: Part[]) {
  if (path !== '') parts.push({ path, value, put });
  const under = path === '' || path.endsWith('.') ? path : `${path}.`;
  if (Array.isArray(value))
    value.forEach((element, index) =>
      walk(
        element,
        `${under}${index}`,
        next => put(withElement(value, index, next)),
        parts,
      ),
    );
  else if (isObject(value))
    for (const [key, child] of Object.entries(value))
      walk(
        child,
        `${under}${key}`,
        next => put(withField(value, key, next)),
        parts,
      );
  else if (typeof value === 'string') {
    const bytes = asBase64(value);
    const inside = bytes && asObject(bytes.toString());
    if (inside)
      walk(
        inside,
        `${under}json`,
        next => put(Buffer.from(toText(next)).toString('base64')),
        parts,
      );
  }
}

function withElement(list: unknown[], index: number, value: unknown) {
  return value === undefined
    ? [...list.slice(0, index), ...list.slice(index + 1)]
    : [...list.slice(0, index), value, ...list.slice(index + 1)];
}

function withField(object: object, key: string, value: unknown) {
  const { [key]: _, ...others } = object as Record<string, unknown>;
  // In its old place, so that the canonical form changes in nothing else.
  return value === undefined
    ? others
    : Object.fromEntries(
        Object.entries(object).map(([name, old]) => [
          name,
          name === key ? value : old,
        ]),
      );
}

/** The bytes of base64 that has only one way to be written. */
export function asBase64(text: string): Buffer | undefined {
  if (text.length < 8) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function asObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
