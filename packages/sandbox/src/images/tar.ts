const block = 512;

/**
 * A tar archive of small files: same input, same bytes, on every machine and in every year.
 *
 * @remarks POSIX ustar; owner 0, mode 0644, time 0.
 * @public
 */
export function tar(files: Record<string, string | Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    parts.push(ustarHeader(name, bytes.length), bytes, padding(bytes.length));
  }
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

function ustarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${octal(size, 11)}\0`, 124);
  header.write(`${octal(0, 11)}\0`, 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number) {
  return value.toString(8).padStart(digits, '0');
}

function padding(size: number) {
  return Buffer.alloc((block - (size % block)) % block);
}
