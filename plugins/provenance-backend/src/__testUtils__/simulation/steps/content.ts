import type { Digest } from '@countersign/domain';
import type { Chance } from '../Chance';
import type { Simulation } from '../Simulation';
import type { Artifact } from '../world/Artifact';
import {
  attachmentKinds,
  mint,
  scanKinds,
  type AttachmentKind,
} from '../world/attachments';
import type { World } from '../world/World';
import type { Step } from './Step';

/** As many as a digest has at once; what was there first goes. */
const most = 4;
const versions = 4;

const good: AttachmentKind[] = [
  'release',
  'release',
  'key',
  'partner',
  'build',
];

/** Somebody pushes: a new version, or one of before. */
export function push({ world }: Simulation, chance: Chance): string {
  const artifact = chance.pick(world.artifacts);
  const version = chance.below(versions);
  artifact.push(version);
  return `${artifact.name} to version ${version}`;
}

/** Somebody signs, who may or may not. */
export function sign({ world }: Simulation, chance: Chance): string {
  const artifact = chance.pick(world.artifacts);
  const digest = someDigest(artifact, chance);
  const kind = kindFor(artifact, chance);
  const attachment = mint(kind, digest, artifact, world);
  const before = artifact.attachments(digest).current;
  const kept = artifact.bytes(digest) ? [] : before.slice(1 - most);
  artifact.attach(digest, [...kept, attachment]);
  return `${artifact.name} with ${kind}`;
}

/** Something that was attached is served no more. */
export function vanish(
  { world }: Pick<Simulation, 'world'>,
  chance: Chance,
  artifact = signedArtifact(world, chance),
): string {
  const digest = artifact.target.current;
  const before = artifact.attachments(digest).current;
  if (before.length === 0) return 'nothing';
  const gone = chance.below(before.length);
  artifact.attach(
    digest,
    before.filter((_, i) => i !== gone),
  );
  return `${artifact.name} loses ${before[gone].kind}`;
}

function signedArtifact({ artifacts }: World, chance: Chance): Artifact {
  const signed = artifacts.filter(
    one => one.attachments(one.target.current).current.length > 0,
  );
  return chance.pick(signed.length > 0 ? signed : artifacts);
}

/** Of an index sometimes what it lists. */
function someDigest(artifact: Artifact, chance: Chance): Digest {
  const digest = artifact.target.current;
  const children = artifact.children(digest);
  return children.length > 0 && chance.oneIn(2)
    ? chance.pick(children)
    : digest;
}

function kindFor(artifact: Artifact, chance: Chance): AttachmentKind {
  if (!chance.oneIn(3)) {
    if (artifact.isScanned && chance.oneIn(2))
      return chance.oneIn(3) ? 'bad-scan' : 'clean-scan';
    return chance.pick(good);
  }
  const kinds = attachmentKinds.filter(
    kind => artifact.kind === 'container-image' || !scanKinds.has(kind),
  );
  return chance.pick(kinds);
}

export const contentSteps: Step[] = [
  { name: 'push', weight: 5, take: async (...given) => push(...given) },
  { name: 'sign', weight: 14, take: async (...given) => sign(...given) },
  { name: 'vanish', weight: 4, take: async (...given) => vanish(...given) },
];
