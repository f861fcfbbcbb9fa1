import { createHash } from 'node:crypto';
import { decodeCursor, encodeCursor } from './cursor';

const position = { entityRef: 'component:default/a', id: '1' };

/** What somebody can make who has read the source. */
function forged(payload: string): string {
  const sum = createHash('sha256').update(payload).digest('hex').slice(0, 16);
  return Buffer.from(`${sum}${payload}`).toString('base64url');
}

describe('cursor', () => {
  it('comes back as it was', () => {
    const query = { environment: ['prod'] };
    expect(decodeCursor(encodeCursor(position, query), query)).toEqual(
      position,
    );
  });

  it.each([
    'null',
    '{}',
    'no JSON',
    '[{"a":1},"1","x"]',
    '["a",["1"],"x"]',
    '["a\\u0000","1","x"]',
    '[]',
  ])('refuses a forged %s as a mistake of the caller', payload => {
    expect(() => decodeCursor(forged(payload), {})).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});
