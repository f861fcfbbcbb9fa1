import type {
  LocatedArtifact,
  LocatedEntity,
} from '@countersign/backstage-plugin-provenance-node';
import type { Place } from './places';
import type { PodArtifact } from './pods';

/** As many as the provenance backend takes. */
const mostArtifacts = 1_000;

/** What was found about the entities of one page: a thousand replicas of one image are one artifact. */
export class Findings {
  private readonly artifacts = new Map<string, Map<string, LocatedArtifact>>();
  private readonly problems = new Map<string, Set<string>>();

  constructor(private readonly entityRefs: string[]) {}

  add(entityRef: string, found: PodArtifact, place: Place): void {
    const known = this.artifacts.get(entityRef) ?? new Map();
    this.artifacts.set(entityRef, known);
    const artifact = { ...found, ...place };
    const key = JSON.stringify(artifact);
    if (known.has(key)) return;
    if (known.size < mostArtifacts) known.set(key, artifact);
    else this.miss(entityRef, `more than ${mostArtifacts} artifacts run`);
  }

  /** There may be more of this entity. */
  miss(entityRef: string, why: string): void {
    const known = this.problems.get(entityRef) ?? new Set();
    this.problems.set(entityRef, known.add(why));
  }

  /** An answer for each entity, also where nothing runs: otherwise what it ran would never end. */
  answers(): LocatedEntity[] {
    return this.entityRefs.map(entityRef => {
      const problems = this.problems.get(entityRef);
      return {
        entityRef,
        artifacts: [...(this.artifacts.get(entityRef)?.values() ?? [])],
        ...(problems && { incomplete: [...problems].join('; ') }),
      };
    });
  }
}
