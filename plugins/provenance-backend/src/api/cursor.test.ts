import { createHash } from 'node:crypto';
import { usageOrderOf, transitionOrder } from '../store';
import { decodeCursor, encodeCursor, type CursorScope } from './cursor';

const scope = (changes: Partial<CursorScope> = {}): CursorScope => ({
  list: 'usages',
  query: {},
  order: usageOrderOf({}),
  ...changes,
});
const position = ['component:default/a', '1'];

/** What somebody can make who has read the source: the sum is right, and the filters are, too. */
function forged(...parts: unknown[]): string {
  const real = Buffer.from(encodeCursor(position, scope()), 'base64url');
  const [fingerprint] = JSON.parse(real.toString().slice(16));
  return sealed(JSON.stringify([fingerprint, ...parts]));
}

function sealed(payload: string): string {
  const sum = createHash('sha256').update(payload).digest('hex').slice(0, 16);
  return Buffer.from(`${sum}${payload}`).toString('base64url');
}

const refusal = expect.objectContaining({ name: 'InputError' });

describe('cursor', () => {
  it('comes back as it was, whatever the size of the page', () => {
    const query = { environment: ['prod'], limit: 5 };
    const cursor = encodeCursor(position, scope({ query }));
    const next = { environment: ['prod'], limit: 50, cursor };
    expect(decodeCursor(cursor, scope({ query: next }))).toEqual(position);
  });

  it.each([
    ['another list', { list: 'findings' }],
    ['other filters', { query: { verdict: ['trusted'] } as object }],
    ['another order', { order: usageOrderOf({ order: 'desc' }) }],
    ['other columns', { order: usageOrderOf({ sort: 'since', order: 'asc' }) }],
  ])('belongs to no %s', (_name, changes) => {
    const cursor = encodeCursor(position, scope());
    expect(() => decodeCursor(cursor, scope(changes))).toThrow(
      'the cursor belongs to another list or other filters',
    );
    expect(() => decodeCursor(cursor, scope(changes))).toThrow(refusal);
  });

  it('is refused where a letter of it was changed', () => {
    const cursor = encodeCursor(position, scope());
    for (let i = 0; i < cursor.length; i++) {
      const other = cursor[i] === 'A' ? 'B' : 'A';
      const changed = `${cursor.slice(0, i)}${other}${cursor.slice(i + 1)}`;
      const bytes = (text: string) => Buffer.from(text, 'base64url');
      // The last letter may hold bits that mean nothing.
      if (bytes(changed).equals(bytes(cursor))) continue;
      expect(() => decodeCursor(changed, scope())).toThrow(refusal);
    }
  });

  it.each(['null', '{}', 'no JSON', '[{"a":1},"1"]', '[]', '["x","a","1"]'])(
    'refuses %s as a mistake of the caller',
    payload => {
      expect(() => decodeCursor(sealed(payload), scope())).toThrow(refusal);
    },
  );

  it.each([
    ['too few values', ['a']],
    ['too many values', ['a', '1', '2']],
    ['a list', ['a', ['1']]],
    ['nothing', ['a', null]],
    ['a NUL', ['a\0', '1']],
    ['a number for a text', [1, '1']],
  ])('refuses %s in a forged one', (_name, parts) => {
    expect(() => decodeCursor(forged(...parts), scope())).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: 'the cursor is not valid',
      }),
    );
  });

  it.each([['1'], [-1], [1.5], [2 ** 53], [null]])(
    'refuses %p where the database compares a whole number',
    id => {
      const history = scope({ list: 'history', order: transitionOrder });
      const cursor = encodeCursor(['2026', id as never], history);
      expect(() => decodeCursor(cursor, history)).toThrow(refusal);
    },
  );

  it('refuses a rank that the column cannot hold', () => {
    const strict = scope({ order: usageOrderOf({ sort: 'strictness' }) });
    const of = (rank: number) => encodeCursor([rank, '2026', 'x'], strict);
    expect(decodeCursor(of(23), strict)).toEqual([23, '2026', 'x']);
    expect(() => decodeCursor(of(2 ** 31), strict)).toThrow(refusal);
  });
});
