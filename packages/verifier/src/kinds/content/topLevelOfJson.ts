import { addTo, mostKeys, type TopLevel, type TopValue } from './topLevel';

const deepest = 64;
/** Characters of a text that is kept; a media type or a version has a few. */
const longest = 1_024;

const quote = 0x22;
const backslash = 0x5c;
const opens = new Map([
  [0x7b, 'object' as const],
  [0x5b, 'list' as const],
]);

class Walk {
  #at = 0;
  readonly #document: TopLevel = new Map();

  constructor(private readonly bytes: Uint8Array) {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      this.#at = 3;
  }

  document(): TopLevel | undefined {
    if (this.#next() !== 0x7b) return undefined;
    this.#at++;
    if (this.#next() === 0x7d) return this.#end();
    for (let keys = 0; keys < mostKeys; keys++) {
      const key = this.#next() === quote ? this.#text() : undefined;
      if (key === undefined || this.#next() !== 0x3a) return undefined;
      this.#at++;
      const value = this.#value();
      if (value === undefined) return undefined;
      addTo(this.#document, key, value);
      const mark = this.#next();
      if (mark === 0x7d) return this.#end();
      if (mark !== 0x2c) return undefined;
      this.#at++;
    }
    return undefined;
  }

  /** Nothing may follow but white space: what does would be another file. */
  #end(): TopLevel | undefined {
    this.#at++;
    return this.#next() === undefined ? this.#document : undefined;
  }

  #next(): number | undefined {
    while (isSpace(this.bytes[this.#at])) this.#at++;
    return this.bytes[this.#at];
  }

  #value(): TopValue | undefined {
    const first = this.#next();
    if (first === undefined) return undefined;
    if (first === quote) return this.#text();
    const form = opens.get(first);
    if (form) return this.#skipNested() ? { form } : undefined;
    const start = this.#at;
    while (isPlain(this.bytes[this.#at])) this.#at++;
    return this.#at > start ? { form: 'other' } : undefined;
  }

  #text(): string | undefined {
    const start = this.#at;
    if (!this.#skipText()) return undefined;
    if (this.#at - start > longest) return '';
    try {
      const raw = Buffer.from(this.bytes.subarray(start, this.#at)).toString();
      return String(JSON.parse(raw));
    } catch {
      return undefined;
    }
  }

  #skipText(): boolean {
    const { bytes } = this;
    for (this.#at++; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === backslash) this.#at++;
      else if (byte === quote) {
        this.#at++;
        return true;
      }
    }
    return false;
  }

  #skipNested(): boolean {
    let depth = 0;
    while (this.#at < this.bytes.length) {
      const byte = this.bytes[this.#at];
      if (byte === quote) {
        if (!this.#skipText()) return false;
        continue;
      }
      this.#at++;
      if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
      if (depth > deepest) return false;
      if (depth === 0) return true;
    }
    return false;
  }
}

/**
 * Reads the first level of a JSON object and walks over everything below it, in one pass that builds nothing: whoever
 * makes the file must not make it dear to look at. It does not ask whether what it walks over is well formed.
 *
 * @returns `undefined` for what is no whole object, is nested too deeply, or has too many keys
 */
export function topLevelOfJson(bytes: Uint8Array): TopLevel | undefined {
  return new Walk(bytes).document();
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A number, `true`, `false` or `null`. */
function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && /[\w.+-]/.test(String.fromCharCode(byte));
}
