import type { GenerationContent, Replica, StoredGeneration } from '../../store';
import { at, digestOf } from '../../__testUtils__/fixtures';
import { Desertion } from './Desertion';
import { isAlone, isOutranked } from './rank';

const content: GenerationContent = {
  verifierRevision: 3,
  judgeRevision: 1,
  registryVersion: 2,
  authorities: [{ name: 'acme', kind: 'sigstore', digest: digestOf('a') }],
  configurationHash: 'c',
};

const active: StoredGeneration = {
  number: 7,
  generation: 'g7',
  content,
  occasion: 'start',
  proposedBy: 'r1',
  proposedAt: at(0),
};

function replica(minutes: number, changes: Partial<Replica> = {}): Replica {
  return {
    id: 'r1',
    generation: 'g7',
    content,
    version: '1',
    startedAt: at(0),
    lastSeenAt: at(minutes),
    ...changes,
  };
}

/** One report a minute, and what was there at each. */
function observeAt(minutes: number[], replicas: (minute: number) => Replica[]) {
  const desertion = new Desertion();
  return minutes.map(minute =>
    desertion.observe(active, replicas(minute), new Date(at(minute))),
  );
}

describe('Desertion', () => {
  it('S6.3 counts ten minutes from the last report of the active generation', () => {
    const minutes = [8, 9, 10, 14, 15, 16];
    expect(observeAt(minutes, () => [replica(5)])).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('counts from the proposal where its replica never reported', () => {
    expect(observeAt([9, 9.5, 10], () => [])).toEqual([false, false, true]);
  });

  it('pays no heed to replicas of other generations', () => {
    const other = (minute: number) => [replica(minute, { generation: 'g6' })];
    expect(observeAt([9, 9.5, 10], other)).toEqual([false, false, true]);
  });

  it('is not fooled by a clock that runs ahead', () => {
    const minutes = [60, 61, 62, 63, 64];
    expect(observeAt(minutes, minute => [replica(minute - 30)])).toEqual(
      minutes.map(() => false),
    );
  });

  it('waits ten minutes of its own for a replica whose clock ran ahead when it ended', () => {
    const minutes = [1, 2, 10, 11, 12];
    expect(observeAt(minutes, () => [replica(60 * 24 * 365)])).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('is not fooled by a clock that jumps', () => {
    // The other replica has not reported since the jump yet.
    expect(observeAt([1, 240, 240.5], () => [replica(1)])).toEqual([
      false,
      false,
      true,
    ]);
    const again = (minute: number) => [replica(minute > 240 ? 240.2 : 1)];
    expect(observeAt([1, 240, 240.5], again)).toEqual([false, false, false]);
  });
});

describe('isOutranked', () => {
  const me = { id: 'me', content };
  const now = new Date(at(10));
  const among = (...replicas: Replica[]) => isOutranked(me, replicas, now);
  const other = (changes: Partial<GenerationContent>, minutes = 10) =>
    replica(minutes, { id: 'other', content: { ...content, ...changes } });

  it.each([
    [{ verifierRevision: 4, registryVersion: 1 }],
    [{ judgeRevision: 2 }],
    [{ registryVersion: 3 }],
  ])('lets %j come first', changes => {
    expect(among(other(changes))).toBe(true);
  });

  it('lets a replica come first that could load what this one could not', () => {
    const lacking = [{ name: 'acme', kind: 'sigstore' } as const];
    expect(
      isOutranked(
        { id: 'me', content: { ...content, authorities: lacking } },
        [other({})],
        now,
      ),
    ).toBe(true);
    expect(among(other({ authorities: lacking }))).toBe(false);
  });

  it('waits neither for its like nor for what is lower', () => {
    expect(among(other({}), other({ verifierRevision: 2 }))).toBe(false);
  });

  it('does not wait for itself or for one that went away', () => {
    const higher = { verifierRevision: 9 };
    expect(among({ ...other(higher), id: 'me' })).toBe(false);
    expect(among(other(higher, 7))).toBe(false);
    expect(among({ ...other(higher), leftAt: at(10) })).toBe(false);
    // Its clock was wrong, or ours.
    expect(among(other(higher, 300))).toBe(false);
  });
});

describe('isAlone', () => {
  it('counts those who ended in order, and nobody who is only silent', () => {
    const left = replica(0, { id: 'left', leftAt: at(1) });
    const silent = replica(-600, { id: 'silent' });
    expect(isAlone('me', [])).toBe(true);
    expect(isAlone('me', [left, replica(0, { id: 'me' })])).toBe(true);
    expect(isAlone('me', [left, silent])).toBe(false);
  });
});
