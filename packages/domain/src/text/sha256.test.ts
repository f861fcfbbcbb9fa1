import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { sha256 } from './sha256';

const reference = (text: string) =>
  createHash('sha256').update(text, 'utf8').digest('hex');

describe('SHA-256 without Node', () => {
  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 1_000])(
    'is that of Node for %i characters',
    length => {
      const text = 'a'.repeat(length);
      expect(sha256(text)).toBe(reference(text));
    },
  );

  it('is that of Node for whatever anybody writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect(sha256(text)).toBe(reference(text));
      }),
    );
  });
});
