import type { Material } from '../material/Material';
import { edited } from './minted';
import { flip, placesOf } from './mutations';
import type { Random } from './random';

/** A bundle as a stranger changed it. */
export interface Mutation {
  what: string;
  material: Material;
}

/**
 * Changes of every kind: characters and bits of fields, fields left out, fields of another bundle, proofs twice, of
 * another bundle, or not at all.
 *
 * @param other - a bundle of the same form over something else
 */
export function mutationsOf(
  material: Material,
  other: Material,
  next: Random,
): Mutation[] {
  return [...ofFields(material, other, next), ...ofProofs(material, other)];
}

function ofFields(material: Material, other: Material, next: Random) {
  const theirs = new Map(placesOf(other).map(({ path, text }) => [path, text]));
  return placesOf(material).flatMap(({ path, text, replace }): Mutation[] => {
    const changed = (how: string, to: string | undefined) => ({
      what: `${path}: ${how}`,
      material: replace(to),
    });
    const foreign = theirs.get(path);
    return [
      changed('a character', flip(text, next)),
      changed('left out', undefined),
      changed('empty', ''),
      ...(isBase64(text) ? [changed('a bit', withTurnedBit(text, next))] : []),
      ...(foreign !== undefined && foreign !== text
        ? [changed("the other's", foreign)]
        : []),
    ];
  });
}

function isBase64(text: string): boolean {
  const wellFormed = /^[A-Za-z0-9+/]+=*$/.test(text);
  return wellFormed && text.length > 16 && text.length % 4 === 0;
}

function withTurnedBit(text: string, next: Random): string {
  const bytes = Buffer.from(text, 'base64');
  bytes[next(bytes.length)] ^= 1 << next(8);
  return bytes.toString('base64');
}

interface Proofs {
  tlogEntries?: object[];
  timestampVerificationData?: { rfc3161Timestamps: object[] };
}

const proofEdits: Record<string, (mine: Proofs, theirs: Proofs) => void> = {
  'no entry': mine => {
    mine.tlogEntries = [];
  },
  'an entry twice': mine => {
    mine.tlogEntries?.push(...mine.tlogEntries);
  },
  "the other's entry as well": (mine, theirs) => {
    mine.tlogEntries?.push(...(theirs.tlogEntries ?? []));
  },
  "the other's entry": (mine, theirs) => {
    mine.tlogEntries = theirs.tlogEntries;
  },
  'no timestamps': mine => {
    delete mine.timestampVerificationData;
  },
  'a timestamp twice': mine => {
    const stamps = mine.timestampVerificationData?.rfc3161Timestamps;
    stamps?.push(...stamps);
  },
  "the other's timestamps": (mine, theirs) => {
    mine.timestampVerificationData = theirs.timestampVerificationData;
  },
  'no proof at all': mine => {
    mine.tlogEntries = [];
    delete mine.timestampVerificationData;
  },
};

function ofProofs(material: Material, other: Material): Mutation[] {
  const theirs = JSON.parse(Buffer.from(other.bytes).toString());
  return Object.entries(proofEdits).map(([what, edit]) => ({
    what,
    material: edited(material, mine =>
      edit(
        mine.verificationMaterial,
        structuredClone(theirs.verificationMaterial),
      ),
    ),
  }));
}
