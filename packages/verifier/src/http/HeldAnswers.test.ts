import { ManualClock } from '../__testUtils__/serve';
import type { GuardedResponse } from './GuardedRequest';
import { HeldAnswers } from './HeldAnswers';

const url = new URL('https://registry.test/v2/');
const clock = new ManualClock();
let held: HeldAnswers;
let sent: Record<string, string>[];
let heard: boolean[];

beforeEach(() => {
  const limits = { cacheBytes: 100_000, cacheMs: 60_000 };
  heard = [];
  held = new HeldAnswers(limits, clock, isUnchanged => heard.push(isUnchanged));
  sent = [];
});

function answer(
  status: number,
  body = '',
  headers: GuardedResponse['headers'] = {},
): GuardedResponse {
  return { status, headers, body: Buffer.from(body), url };
}

async function ask(response: GuardedResponse, key = 'key') {
  return held.ask(
    key,
    async headers => {
      sent.push(headers);
      return response;
    },
    ({ status, body, headers }) => ({
      status,
      text: body.toString(),
      headers,
    }),
  );
}

const tagged = (body: string, etag = '"1"') => answer(200, body, { etag });

describe('what a host says did not change', () => {
  it('is what is here', async () => {
    await ask(answer(200, 'one', { etag: '"1"', link: '<x>; rel="next"' }));
    const again = await ask(answer(304, '', { 'docker-content-digest': 'd' }));
    expect(sent).toEqual([{}, { 'if-none-match': '"1"' }]);
    expect(again).toMatchObject({
      status: 200,
      text: 'one',
      headers: { link: '<x>; rel="next"', 'docker-content-digest': 'd' },
    });
    expect(heard).toEqual([false, true]);
  });

  it('is not believed where nothing is here', async () => {
    expect(await ask(answer(304))).toMatchObject({ status: 304, text: '' });
    expect(heard).toEqual([false]);
  });

  it('is not believed where nobody asked', async () => {
    held.keepContent('key', Buffer.from('content'));
    expect(await ask(answer(304))).toMatchObject({ status: 304, text: '' });
  });

  it('is not believed of bytes that changed in memory', async () => {
    const first = tagged('one');
    await ask(first);
    first.body.write('two');
    expect(await ask(answer(304))).toMatchObject({ status: 304 });
    expect(sent[1]).toEqual({});
  });

  it('is asked by exact address and credential alone', async () => {
    await ask(tagged('one'), 'a credential and an address');
    await ask(tagged('two'), 'another credential and an address');
    expect(sent).toEqual([{}, {}]);
  });

  it.each(['W/"1"', '1', '""', '"a"b"', `"${'x'.repeat(600)}"`, '"\n"'])(
    'is not asked by the tag %j',
    async etag => {
      await ask(tagged('one', etag));
      await ask(tagged('one', etag));
      expect(sent).toEqual([{}, {}]);
    },
  );

  it.each([
    ['is gone', answer(404)],
    ['has no tag any more', answer(200, 'two')],
  ])('is forgotten when it %s', async (_, next) => {
    await ask(tagged('one'));
    await ask(next);
    await ask(answer(200, 'three'));
    expect(sent[2]).toEqual({});
  });

  it('is forgotten with time', async () => {
    await ask(tagged('one'));
    clock.pass(60_001);
    await ask(tagged('one'));
    expect(sent).toEqual([{}, {}]);
  });

  it('is not kept where it could not be understood', async () => {
    const broken = held.ask(
      'key',
      async () => tagged('bro-en'),
      () => {
        throw new Error('other bytes');
      },
    );
    await expect(broken).rejects.toThrow('other bytes');
    await ask(tagged('whole'));
    expect(sent).toEqual([{}]);
  });
});

describe('how much is kept', () => {
  it('is bounded: what was not needed for longest goes', () => {
    for (let i = 0; i < 100; i++)
      held.keepContent(`${i}`, Buffer.alloc(10_000, i));
    const kept = Array.from({ length: 100 }, (_, i) => held.content(`${i}`));
    expect(kept.filter(Boolean).length).toBeLessThan(10);
    expect(kept[99]).toBeDefined();
  });

  it('one answer does not push everything else out', () => {
    held.keepContent('small', Buffer.from('small'));
    held.keepContent('large', Buffer.alloc(90_000));
    expect(held.content('large')).toBeUndefined();
    expect(held.content('small')?.toString()).toBe('small');
  });
});
