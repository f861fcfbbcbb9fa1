import { getEventListeners } from 'node:events';
import { component } from '../__testUtils__/startPortal';
import { askSource } from './askSource';
import type { Source } from './Source';

const entities = [component('payments', '')];
const patienceMs = 20;

/** What came of it, and who listens afterwards to the signal that the source was given. */
async function ask(locate: Source['locate'], signal?: AbortSignal) {
  let given: AbortSignal | undefined;
  const source: Source = {
    ...{ name: 'some', standing: 'observed' },
    locate(page, options) {
      given = options.signal;
      return locate(page, options);
    },
  };
  const asked = await askSource(source, entities, { signal, patienceMs });
  return { asked, listeners: getEventListeners(given!, 'abort') };
}

describe('asking a source', () => {
  it.each<[string, Source['locate']]>([
    ['answered', async () => []],
    [
      'threw',
      async () => {
        throw new Error('no');
      },
    ],
    ['did not answer in time', () => new Promise(() => {})],
  ])('holds nothing of a page about which it %s', async (_, locate) => {
    const { listeners } = await ask(locate);
    expect(listeners).toEqual([]);
  });

  it('says why it said nothing', async () => {
    const hanging = () => new Promise<never>(() => {});
    expect((await ask(hanging)).asked).toEqual({
      problem: 'it did not answer in time',
    });
    const stopped = AbortSignal.abort(new Error('another replica has it'));
    expect((await ask(hanging, stopped)).asked).toEqual({
      problem: 'another replica has it',
    });
  });
});
