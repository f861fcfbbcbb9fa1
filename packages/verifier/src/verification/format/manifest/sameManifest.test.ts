import { runInNewContext } from 'node:vm';
import { isSameManifest, readManifest } from './sameManifest';

/** Far more than it needs; what takes the square of its size takes minutes here. */
const inTime = <T>(work: () => T): T =>
  runInNewContext('work()', { work }, { timeout: 60_000 });

const read = (text: string) => readManifest(text, 'it');

describe('S5.1 a manifest that costs more than it weighs', () => {
  it('of very many keys is read', () => {
    const keys = Array.from({ length: 90_000 }, (_, i) => `k${i}: 1\n`);
    const text = keys.join('');
    const documents = inTime(() => read(text));
    expect(isSameManifest(documents, documents)).toBe(true);
  });

  it('of one endless number is not', () => {
    const text = `a: ${'1:'.repeat(500_000)}1\n`;
    expect(() => inTime(() => read(text))).toThrow(
      expect.objectContaining({ code: 'limit-exceeded', proof: 'format' }),
    );
  });
});
