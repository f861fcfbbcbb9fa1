import type { GenerationContent, StoredGeneration } from '../../store';
import { at, digestOf } from '../../__testUtils__/fixtures';
import { decide, type Situation } from './decide';

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
  proposedBy: 'other',
  proposedAt: at(0),
};

const missing = { name: 'acme', kind: 'sigstore' } as const;

function decideWith(
  changes: Partial<GenerationContent>,
  situation: Partial<Situation> = {},
) {
  return decide({
    content: { ...content, ...changes },
    active,
    occasion: 'start',
    isDeserted: false,
    isOutranked: false,
    isAlone: false,
    isCurrent: true,
    ...situation,
  });
}

describe('decide', () => {
  it('S6.3 proposes where nobody has', () => {
    expect(decideWith({}, { active: undefined })).toEqual({
      do: 'propose',
      occasion: 'start',
    });
  });

  it.each(['start', 'change'] as const)(
    'S6.3 proposes other content at its %s',
    occasion => {
      expect(decideWith({ configurationHash: 'd' }, { occasion })).toEqual({
        do: 'propose',
        occasion,
      });
    },
  );

  it.each([
    [{ verifierRevision: 4 }],
    [{ judgeRevision: 2 }],
    [{ registryVersion: 3 }],
  ])('S6.3 proposes %j', changes => {
    expect(decideWith(changes)).toMatchObject({ do: 'propose' });
  });

  it.each([
    [{ verifierRevision: 2, registryVersion: 9 }, 'verifier revision 2'],
    [{ judgeRevision: 0, verifierRevision: 9 }, 'judge revision 0'],
    [{ registryVersion: 1, verifierRevision: 9 }, 'registry version 1'],
  ])('S6.3 never proposes what is lower: %j', (changes, what) => {
    for (const occasion of ['start', 'change', undefined] as const)
      expect(decideWith(changes, { occasion })).toEqual({
        do: 'wait',
        why: expect.stringContaining(`its ${what} is lower than`),
        isBehind: false,
      });
  });

  it('S6.3 waits where it differs and nothing entitles it, and says in what', () => {
    const changed = {
      authorities: [{ ...missing, digest: digestOf('b') }],
      configurationHash: 'd',
    };
    expect(decideWith(changed, { occasion: undefined })).toEqual({
      do: 'wait',
      why: 'another replica proposed the active generation 7, and this one differs in: authority "acme", configuration',
      isBehind: false,
    });
  });

  it('S5.3 takes no authority from all because this replica could not load it', () => {
    expect(decideWith({ authorities: [missing] })).toEqual({
      do: 'wait',
      why: 'it could not load the authority "acme", which the active generation 7 has',
      isBehind: false,
    });
  });

  it('S6.4 proposes without an authority that configuration does not name any more', () => {
    expect(decideWith({ authorities: [] })).toMatchObject({ do: 'propose' });
  });

  it('follows a newer trust root before it proposes', () => {
    expect(
      decideWith({ configurationHash: 'd' }, { isCurrent: false }),
    ).toEqual({
      do: 'wait',
      why: expect.stringContaining('newer trust root'),
      isBehind: true,
    });
  });

  it('S6.3 takes over from nobody, even with what is lower', () => {
    for (const changes of [{ verifierRevision: 1 }, { authorities: [missing] }])
      expect(
        decideWith(changes, { occasion: undefined, isDeserted: true }),
      ).toEqual({ do: 'propose', occasion: 'takeover' });
  });

  it('proposes whatever it has where it starts alone', () => {
    for (const changes of [{ registryVersion: 1 }, { authorities: [missing] }])
      expect(decideWith(changes, { isAlone: true })).toEqual({
        do: 'propose',
        occasion: 'start',
      });
    // Whoever ran beside the others waits: they may be on their way back.
    expect(
      decideWith({ registryVersion: 1 }, { isAlone: true, occasion: 'change' }),
    ).toMatchObject({ do: 'wait' });
  });

  it('leaves the takeover to a replica that is better suited', () => {
    expect(
      decideWith(
        { verifierRevision: 1 },
        { occasion: undefined, isDeserted: true, isOutranked: true },
      ),
    ).toMatchObject({ do: 'wait' });
  });
});
