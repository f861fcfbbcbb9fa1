import { crc32 } from 'node:zlib';

/** The first of January 1980, which is the earliest that the format knows. */
const day = 0x21;

/**
 * A ZIP archive of small files, nothing compressed: same input, same bytes, on every machine and in every year.
 *
 * @remarks PKWARE APPNOTE, 4.3.6.
 * @public
 */
export function zip(files: Record<string, string | Uint8Array>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const path = Buffer.from(name);
    const common = commonFields(bytes, path);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, path]);
    bodies.push(header, bytes);
    directory.push(directoryEntry(common, path, offset));
    offset += header.length + bytes.length;
  }
  return Buffer.concat([...bodies, ...directory, end(directory, offset)]);
}

/** What the header before a file and its entry in the directory have in common. */
function commonFields(bytes: Buffer, path: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(day, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}

function directoryEntry(common: Buffer, path: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const version = Buffer.from([20, 0]);
  return Buffer.concat([
    Buffer.from('PK\x01\x02'),
    version,
    common,
    rest,
    path,
  ]);
}

function end(directory: Buffer[], offset: number): Buffer {
  const fields = Buffer.alloc(22);
  fields.write('PK\x05\x06', 0, 'latin1');
  fields.writeUInt16LE(directory.length, 8);
  fields.writeUInt16LE(directory.length, 10);
  fields.writeUInt32LE(Buffer.concat(directory).length, 12);
  fields.writeUInt32LE(offset, 16);
  return fields;
}
