import type { Material } from '../material/Material';
import { changed } from './minted';
import type { Random } from './random';

/** A text inside a material that a stranger can change. */
export interface Place {
  path: string;
  text: string;
  /** The material with another text there, or without it. */
  replace(text: string | undefined): Material;
}

/** Every field of a material's JSON, every annotation, and every field of JSON inside annotations. */
export function placesOf(material: Material): Place[] {
  const text = Buffer.from(material.bytes).toString();
  const ofBytes = (bytes: string | undefined) =>
    changed(material, { bytes: Buffer.from(bytes ?? '') });
  const inBytes: Place[] =
    material.format === 'cosign-signature'
      ? [{ path: 'payload', text, replace: ofBytes }]
      : fieldsOf(text, '', ofBytes);
  const inAnnotations = Object.entries(material.annotations).flatMap(
    ([key, value]): Place[] => {
      const replace = (annotation: string | undefined) => {
        const { [key]: _, ...others } = material.annotations;
        return changed(material, {
          annotations:
            annotation === undefined
              ? others
              : { ...others, [key]: annotation },
        });
      };
      const fields = value.startsWith('{')
        ? fieldsOf(value, `${key}.`, replace)
        : [];
      return [{ path: key, text: value, replace }, ...fields];
    },
  );
  return [...inBytes, ...inAnnotations];
}

type Json = Record<string, unknown>;

function fieldsOf(
  text: string,
  prefix: string,
  rebuild: (text: string) => Material,
): Place[] {
  const places: Place[] = [];
  const walk = (value: unknown, path: string[]) => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value))
        walk(child, [...path, key]);
      return;
    }
    places.push({
      path: `${prefix}${path.join('.')}`,
      text: String(value),
      replace: changedText => {
        const document: Json = JSON.parse(text);
        let here = document;
        for (const key of path.slice(0, -1)) here = here[key] as Json;
        const last = path[path.length - 1];
        if (changedText === undefined) delete here[last];
        else
          here[last] =
            typeof value === 'number' ? Number(changedText) : changedText;
        return rebuild(JSON.stringify(document));
      },
    });
  };
  walk(JSON.parse(text), []);
  return places;
}

/** Changes one character, never the last of base64: that one has bits that mean nothing. */
export function flip(text: string, next: Random): string {
  const at = next(Math.max(1, text.replace(/=+$/, '').length - 1));
  const alphabet = /^[0-9]+$/.test(text)
    ? '0123456789'
    : 'ABCDEFGHabcdefgh01234567';
  let replacement = text[at];
  while (replacement === text[at])
    replacement = alphabet[next(alphabet.length)];
  return text.slice(0, at) + replacement + text.slice(at + 1);
}

/** White space and framing of PEM: another text with the same certificate in it is the same certificate. */
export function sameCertificate(a: string, b: string): boolean {
  const body = (pem: string) =>
    /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/
      .exec(pem)?.[1]
      .replace(/\s/g, '');
  return body(a) !== undefined && body(a) === body(b);
}
