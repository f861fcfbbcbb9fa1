const roundCount = 64;

/** The first 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractions(root: number, count: number): Uint32Array {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++)
    if (isPrime(n)) found.push((n ** (1 / root) % 1) * 2 ** 32);
  return Uint32Array.from(found);
}

function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}

const start = fractions(2, 8);
const constants = fractions(3, roundCount);

/**
 * SHA-256 over a text in UTF-8, in hexadecimal: a short name for what a stranger may have written, which nobody else's
 * text can have. For where neither Node's nor the browser's own is at hand without waiting; slow, so not for bytes of
 * artifacts.
 *
 * @public
 */
export function sha256(text: string): string {
  return sha256OfBytes(utf8(text));
}

/**
 * The same over bytes: of a key, or of something else that is as short.
 *
 * @public
 */
export function sha256OfBytes(bytes: Uint8Array): string {
  const blocks = padded(bytes);
  const state = Uint32Array.from(start);
  const words = new Uint32Array(roundCount);
  for (let at = 0; at < blocks.byteLength; at += 64)
    mix(state, words, blocks, at);
  return Array.from(state, word => word.toString(16).padStart(8, '0')).join('');
}

/** A lone surrogate becomes the replacement character, as in every encoder. */
function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const whole = new Uint8Array(length);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  return view;
}

const turned = (word: number, by: number) =>
  (word >>> by) | (word << (32 - by));

function mix(
  state: Uint32Array,
  words: Uint32Array,
  blocks: DataView,
  at: number,
) {
  for (let i = 0; i < 16; i++) words[i] = blocks.getUint32(at + 4 * i);
  for (let i = 16; i < roundCount; i++) {
    const [early, late] = [words[i - 15], words[i - 2]];
    words[i] =
      words[i - 16] +
      (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)) +
      words[i - 7] +
      (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < roundCount; i++) {
    const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + sum1 + choice + constants[i] + words[i]) | 0;
    const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [
      g,
      f,
      e,
      (d + one) | 0,
      c,
      b,
      a,
      (one + two) | 0,
    ];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word;
  });
}
