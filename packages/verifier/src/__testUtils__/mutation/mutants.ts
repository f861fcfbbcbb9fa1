import type { Digest } from '@countersign/domain';
import { digestOf } from '../../encoding';
import type { Material } from '../../material/Material';
import { changed } from '../minted';
import type { Random } from '../random';
import { asBase64, type Part } from './parts';
import type { Positive } from './positives';

/** A positive that somebody tampered with. */
export interface Mutant {
  /** What was done, enough to do it again. */
  what: string;
  /** The part that was touched; absent where it was the subject. */
  path?: string;
  material: Material;
  subject: Digest;
}

type Mutate = (given: Positive, donor: Positive, next: Random) => Mutant;

const mutations: Record<string, Mutate> = {
  flip: (given, _, next) =>
    atPart(given, next, 'flip', isText, ({ value, put }) =>
      put(flipped(value as string, next)),
    ),
  drop: (given, _, next) =>
    atPart(
      given,
      next,
      'drop',
      () => true,
      ({ put }) => put(undefined),
    ),
  swap: (given, donor, next) => {
    const theirs = new Map(donor.parts.map(part => [part.path, part.value]));
    return atPart(
      given,
      next,
      `swap with ${donor.name}`,
      ({ path }) => theirs.has(path),
      ({ path, put }) => put(theirs.get(path)),
    );
  },
  twice: (given, _, next) =>
    atPart(
      given,
      next,
      'twice',
      ({ value }) => Array.isArray(value) && value.length > 0,
      ({ value, put }) => put([...(value as []), ...(value as [])]),
    ),
  join: (given, donor, next) => {
    const theirs = new Map(donor.parts.map(part => [part.path, part.value]));
    return atPart(
      given,
      next,
      `join with ${donor.name}`,
      ({ path, value }) =>
        Array.isArray(value) && Array.isArray(theirs.get(path)),
      ({ path, value, put }) =>
        put([...(value as []), ...(theirs.get(path) as [])]),
    );
  },
  nothing: (given, _, next) =>
    atPart(
      given,
      next,
      'nothing',
      () => true,
      ({ put }) =>
        put([null, '', 0, -1, [], {}, true, '9'.repeat(40)][next(8)]),
    ),
  cut: (given, _, next) =>
    atPart(given, next, 'cut', isText, ({ value, put }) => {
      // Without its padding base64 still stands for the same bytes.
      const text = (value as string).replace(/=+$/, '');
      return put(text.slice(0, next(text.length)));
    }),
  bytes: ({ material, subject }, _, next) => {
    const bytes = Buffer.from(material.bytes);
    const at = next(bytes.length);
    bytes[at] ^= 1 << next(8);
    const what = `bytes: bit at ${at}`;
    return { what, material: changed(material, { bytes }), subject };
  },
  end: ({ material, subject }, _, next) => {
    const length = next(material.bytes.length);
    const bytes = material.bytes.slice(0, length);
    const what = `end after ${length} bytes`;
    return { what, material: changed(material, { bytes }), subject };
  },
  format: ({ material, subject }, donor) => {
    const { format, mediaType } = donor.material;
    const what = `read as ${donor.name}`;
    const read = changed(material, { format, mediaType });
    return { what, material: read, subject };
  },
  artifact: ({ material }, donor, next) => ({
    what: 'artifact',
    material,
    subject: next(2) ? donor.subject : digestOf(`artifact ${next(1_000)}`),
  }),
};

const names = Object.keys(mutations);

/** The next mutant of a positive, by chance. */
export function mutantOf(
  given: Positive,
  donor: Positive,
  next: Random,
): Mutant {
  // Flips are what tampering looks like most, so every other one is one.
  const name = next(2) ? 'flip' : names[next(names.length)];
  return mutations[name](given, donor, next);
}

function atPart(
  { parts, material, subject, name }: Positive,
  next: Random,
  what: string,
  fits: (part: Part) => boolean,
  change: (part: Part) => Material,
): Mutant {
  const fitting = parts.filter(fits);
  if (fitting.length === 0)
    return { what: `${what}: no part of ${name} fits`, material, subject };
  const part = fitting[next(fitting.length)];
  return {
    what: `${what} ${part.path}`,
    path: part.path,
    material: change(part),
    subject,
  };
}

function isText({ value }: Part): boolean {
  return typeof value === 'string' && value.length > 0;
}

/** One bit of what a text stands for; of base64 one of its bytes, because its last character has bits without meaning. */
function flipped(text: string, next: Random): string {
  const decoded = asBase64(text);
  const bytes = decoded ?? Buffer.from(text);
  // Texts stay texts: the highest bit would make them another one of the same meaningless character.
  bytes[next(bytes.length)] ^= 1 << next(decoded ? 8 : 7);
  return decoded ? bytes.toString('base64') : bytes.toString();
}
