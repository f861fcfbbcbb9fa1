import { mostEntries } from './TarNames';

const endMark = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const entryMark = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
const endSize = 22;
const entrySize = 46;

/**
 * The names in a ZIP archive, from the directory at its end, which is what readers go by whatever stands before it.
 * Nothing is unpacked.
 *
 * @param tail - the last bytes of the file
 * @returns `undefined` for what is no ZIP archive; `'unclear'` for a directory that is broken, larger than what is here,
 * of a form for huge archives, or of too many entries
 * @remarks Source: PKWARE APPNOTE, 4.3.12 and 4.3.16.
 */
export function zipNames(tail: Buffer): string[] | 'unclear' | undefined {
  const end = findEnd(tail);
  if (end === undefined) return undefined;
  const count = tail.readUInt16LE(end + 10);
  const start = end - tail.readUInt32LE(end + 12);
  if (start < 0 || count > mostEntries) return 'unclear';
  const names: string[] = [];
  for (let at = start; at < end; ) {
    if (at + entrySize > end || names.length >= mostEntries) return 'unclear';
    if (!tail.subarray(at, at + 4).equals(entryMark)) return 'unclear';
    const [name, extra, comment] = [28, 30, 32].map(field =>
      tail.readUInt16LE(at + field),
    );
    const first = at + entrySize;
    names.push(tail.subarray(first, first + name).toString());
    at = first + name + extra + comment;
  }
  return names.length === count ? names : 'unclear';
}

/** The mark whose comment reaches exactly to the end of the file. */
function findEnd(tail: Buffer): number | undefined {
  for (
    let at = tail.lastIndexOf(endMark);
    at !== -1;
    at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)
  ) {
    if (tail.length - at > endSize + 0xffff) return undefined;
    if (
      at + endSize <= tail.length &&
      at + endSize + tail.readUInt16LE(at + 20) === tail.length
    )
      return at;
  }
  return undefined;
}
