const block = 512;

/** Entries that are read; no artifact of these kinds has as many. */
export const mostEntries = 10_000;
/** Bytes of a long name that stands before its entry. */
const longestName = 64 * 1024;

/**
 * Lists a tar archive as it comes by, and keeps nothing but the names.
 *
 * @remarks Source: POSIX.1, ustar and pax interchange formats; GNU tar, long names.
 */
export class TarNames {
  readonly names: string[] = [];
  #state: 'reading' | 'ended' | 'broken' | 'too-many' = 'reading';
  #header = Buffer.alloc(0);
  /** Bytes to pass over, or to collect where a long name is being read. */
  #left = 0;
  #long?: { type: 'x' | 'L'; size: number; bytes: Buffer[] };
  #name?: string;

  /** Every entry was seen, up to the mark that ends the archive. */
  get isWhole(): boolean {
    return this.#state === 'ended';
  }

  /** Nothing more will be read. */
  get isDone(): boolean {
    return this.#state !== 'reading';
  }

  push(chunk: Buffer) {
    for (let at = 0; at < chunk.length && !this.isDone; ) {
      const part = chunk.subarray(at);
      at += this.#left > 0 ? this.#pass(part) : this.#fill(part);
    }
  }

  #pass(part: Buffer): number {
    const taken = part.subarray(0, this.#left);
    this.#left -= taken.length;
    // A copy: a name is read later than the memory lasts.
    this.#long?.bytes.push(Buffer.from(taken));
    if (this.#left === 0 && this.#long) this.#takeLongName(this.#long);
    return taken.length;
  }

  #fill(part: Buffer): number {
    const taken = part.subarray(0, block - this.#header.length);
    this.#header = Buffer.concat([this.#header, taken]);
    if (this.#header.length === block) {
      const header = this.#header;
      this.#header = Buffer.alloc(0);
      this.#open(header);
    }
    return taken.length;
  }

  #open(header: Buffer) {
    if (header.every(byte => byte === 0)) {
      this.#state = 'ended';
      return;
    }
    const size = octal(header.subarray(124, 136));
    if (size === undefined || !isHeader(header)) {
      this.#state = 'broken';
      return;
    }
    const type = String.fromCharCode(header[156]);
    this.#left = Math.ceil(size / block) * block;
    if ((type === 'x' || type === 'L') && size <= longestName)
      this.#long = { type, size, bytes: [] };
    else if (type !== 'g') this.#add(header);
  }

  #add(header: Buffer) {
    if (this.names.length >= mostEntries) {
      this.#state = 'too-many';
      return;
    }
    const name = this.#name ?? nameIn(header);
    this.#name = undefined;
    this.names.push(name.replace(/^(\.\/)+/, ''));
  }

  #takeLongName({
    type,
    size,
    bytes,
  }: {
    type: string;
    size: number;
    bytes: Buffer[];
  }) {
    const content = Buffer.concat(bytes).subarray(0, size).toString();
    this.#long = undefined;
    this.#name =
      type === 'L'
        ? content.replace(/\0.*$/s, '')
        : /(?:^|\n)\d+ path=([^\n]*)/.exec(content)?.[1] ?? this.#name;
  }
}

/** A tar header carries the sum of its own bytes, its field of the sum read as blanks. */
export function isHeader(header: Buffer): boolean {
  if (header.length < block) return false;
  const told = octal(header.subarray(148, 156));
  let sum = 0;
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i];
  return told === sum;
}

function nameIn(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const isPosix = header.subarray(257, 262).toString('latin1') === 'ustar';
  const prefix = isPosix ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function octal(field: Buffer): number | undefined {
  const text = textOf(field).trim();
  return /^[0-7]{1,12}$/.test(text) ? parseInt(text, 8) : undefined;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? field.length : end).toString();
}
