import { at, digestOf, registryDown } from '../../__testUtils__/fixtures';
import { lookAtMaterials, situation } from '../../__testUtils__/situation';
import { tagMoved } from './tagMoved';

const day = 24 * 60;
const look = lookAtMaterials([]);
const open = (minute: number) => ({
  open: [
    {
      code: 'tag-moved' as const,
      about: 'ghcr.io/acme/payments:1',
      firstSeenAt: at(-30 * day),
      lastSeenAt: at(minute),
    },
  ],
  signers: { accepted: [], others: [] },
  statements: [],
  evidence: [],
});

describe('tag-moved', () => {
  it('S8.1 is opened by a look that led elsewhere', () => {
    const moved = { ...look, digest: digestOf('e') };
    expect(tagMoved(situation({ look: moved }))).toEqual({
      standing: [
        {
          code: 'tag-moved',
          about: 'ghcr.io/acme/payments:1',
          old: digestOf('a'),
          new: digestOf('e'),
        },
      ],
      decided: ['tag-moved'],
    });
  });

  it('is not opened by the first look', () => {
    const { current } = situation();
    const usage = { ...current.usage, digest: undefined };
    expect(
      tagMoved(situation({ current: { ...current, usage } })).standing,
    ).toEqual([]);
  });

  it('stands for a week after the last move', () => {
    const now = new Date(at(7 * day));
    const recent = situation({ watched: open(1), now });
    expect(tagMoved(recent)).toEqual({ standing: [], decided: [] });
    const old = situation({ watched: open(0), now });
    expect(tagMoved(old)).toEqual({ standing: [], decided: ['tag-moved'] });
  });

  it('S6.2 is neither opened nor closed by a look that could not resolve', () => {
    const failed = {
      ...look,
      resolution: { status: 'failed', at: at(9), cause: registryDown } as const,
      digest: digestOf('e'),
      collection: undefined,
    };
    const now = new Date(at(9 * day));
    expect(
      tagMoved(situation({ look: failed, watched: open(0), now })),
    ).toEqual({ standing: [], decided: [] });
  });
});
