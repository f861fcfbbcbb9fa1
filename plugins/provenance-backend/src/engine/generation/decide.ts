import type {
  GenerationContent,
  GenerationOccasion,
  StoredGeneration,
} from '../../store';

/** What a replica does whose content is not that of the active generation. */
export type Decision =
  | { do: 'propose'; occasion: GenerationOccasion }
  | {
      do: 'wait';
      why: string;
      /** It may propose as soon as it has caught up. */
      isBehind: boolean;
    };

export interface Situation {
  content: GenerationContent;
  active: StoredGeneration | undefined;
  /** What entitles to a proposal, and was not answered yet. */
  occasion: Exclude<GenerationOccasion, 'takeover'> | undefined;
  /** Nobody of the active generation has reported for too long. */
  isDeserted: boolean;
  /** Another running replica may take over rather than this one. */
  isOutranked: boolean;
  /** Every other replica has ended in order. */
  isAlone: boolean;
  /** No other replica is known to hold a newer version of an authority. */
  isCurrent: boolean;
}

/**
 * S6.3: a replica with other content proposes at its start or at a change, unless its verifier revision or registry
 * version is lower; one that differs and did not propose works on nothing, until nobody of the active generation is
 * left. Whoever starts alone finds nobody whom it could lead back.
 */
export function decide(situation: Situation): Decision {
  const { active, content, occasion } = situation;
  if (!active) return { do: 'propose', occasion: occasion ?? 'start' };
  if (situation.isDeserted && !situation.isOutranked)
    return { do: 'propose', occasion: 'takeover' };
  if (occasion === 'start' && situation.isAlone)
    return { do: 'propose', occasion };
  const objection = lower(content, active) ?? lacking(content, active);
  if (objection !== undefined)
    return { do: 'wait', why: objection, isBehind: false };
  if (!occasion)
    return { do: 'wait', why: different(content, active), isBehind: false };
  return situation.isCurrent
    ? { do: 'propose', occasion }
    : { do: 'wait', why: behind(active), isBehind: true };
}

/** The order in which releases and registries may follow each other; configuration has none. */
export function lower(
  content: GenerationContent,
  active: Pick<StoredGeneration, 'number' | 'content'>,
): string | undefined {
  const versions = [
    ['verifier revision', 'verifierRevision'],
    ['judge revision', 'judgeRevision'],
    ['registry version', 'registryVersion'],
  ] as const;
  for (const [what, key] of versions) {
    const [mine, theirs] = [content[key], active.content[key]];
    if (mine < theirs)
      return `its ${what} ${mine} is lower than ${theirs} of the active generation ${active.number}`;
  }
  return undefined;
}

/**
 * A file that one replica cannot read must not take an authority from all of them: it is that replica which could not
 * load it (S5.3).
 */
function lacking(
  content: GenerationContent,
  active: StoredGeneration,
): string | undefined {
  const lost = content.authorities.find(
    ({ name, kind, digest }) =>
      digest === undefined &&
      active.content.authorities.some(
        one => one.name === name && one.kind === kind && one.digest,
      ),
  );
  return lost
    ? `it could not load the authority "${lost.name}", which the active generation ${active.number} has`
    : undefined;
}

function behind({ number }: StoredGeneration): string {
  return `another replica holds a newer trust root, which is taken before anything is proposed beside the active generation ${number}`;
}

function different(
  content: GenerationContent,
  active: StoredGeneration,
): string {
  const theirs = active.content;
  const names = new Set(
    [...content.authorities, ...theirs.authorities].map(({ name }) => name),
  );
  const digests = (side: GenerationContent, name: string) =>
    side.authorities.find(one => one.name === name)?.digest;
  const parts = [
    ...(content.verifierRevision === theirs.verifierRevision
      ? []
      : ['verifier revision']),
    ...(content.judgeRevision === theirs.judgeRevision
      ? []
      : ['judge revision']),
    ...(content.registryVersion === theirs.registryVersion
      ? []
      : ['registry version']),
    ...[...names]
      .filter(name => digests(content, name) !== digests(theirs, name))
      .map(name => `authority "${name}"`),
    ...(content.configurationHash === theirs.configurationHash
      ? []
      : ['configuration']),
  ];
  return `another replica proposed the active generation ${
    active.number
  }, and this one differs in: ${parts.join(', ')}`;
}
