import { readJson } from './readJson';

describe('readJson', () => {
  it('reads what fits', async () => {
    expect(await readJson(new Response('{"a":1}'), 7)).toEqual({ a: 1 });
  });

  it('stops where a body is larger than any honest one', async () => {
    await expect(readJson(new Response('{"a":1}'), 6)).rejects.toMatchObject({
      ...{ name: 'ClusterError', code: 'limit' },
      message: 'sent more than 6 bytes at once',
    });
  });

  it('says what is no JSON', async () => {
    await expect(readJson(new Response('{'))).rejects.toMatchObject({
      ...{ code: 'invalid', message: 'sent what is no JSON' },
    });
  });
});
