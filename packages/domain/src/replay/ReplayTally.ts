import type { ReasonCode } from '../explanation/codes';
import type { Decision, Verdict } from '../records/verdict';
import type { Usage } from '../records/usage';
import { canonicalJson, sha256 } from '../text';
import { AdmittedTally, type AdmittedIdentities } from './AdmittedTally';
import type { Direction, Flip, UnpredictableCause } from './Flip';
import {
  countIn,
  FacetTally,
  noCounts,
  type ReplayCounts,
  type ReplayFacets,
} from './ReplayCounts';
import type { ReplayedUsage } from './replayUsage';
import { SmallestKeys } from './SmallestKeys';

/**
 * A usage that was replayed, for counting.
 *
 * @public
 */
export interface ReplaySubject {
  /** Tells it from every other one. */
  id: string;
  usage: Usage;
  /** Full reference of the group or user that owns the entity. */
  owner?: string;
  /** It does not run any more. */
  hasEnded?: boolean;
}

/**
 * One of the usages of which something is said.
 *
 * @public
 */
export interface ReplayExample {
  id: string;
  entityRef: string;
  reference: string;
}

/**
 * One side of a group.
 *
 * @public
 */
export interface GroupSide {
  verdict: Verdict;
  decision: Decision;
  /** The code of the reason that leads. */
  code: ReasonCode;
}

/**
 * Usages of one environment to which a change does the same, for the same reasons.
 *
 * @public
 */
export interface ReplayGroup {
  /** Hexadecimal; the same for the same parts, in every replay. Counts and examples are no parts. */
  key: string;
  /** A declared one; absent for what names none or one that nobody declared. */
  environment?: string;
  before: GroupSide;
  after: GroupSide;
  direction: Direction;
  isNewlyDenied: boolean;
  unpredictable?: UnpredictableCause;
  /** A rule that speaks of them is enforced after the change. */
  isEnforced: boolean;
  usages: number;
  /** How many of these do not run any more. */
  ended: number;
  examples: ReplayExample[];
}

/**
 * What a change of the registry would do to everything.
 *
 * @public
 */
export interface ReplayResult {
  counts: ReplayCounts;
  /** How many of the usages do not run any more. */
  ended: number;
  byEnvironment: ReplayFacets;
  byCloud: ReplayFacets;
  byOwner: ReplayFacets;
  /** By the kind of the entity: `component`. */
  byEntityKind: ReplayFacets;
  /** Why usages cannot be predicted, and how many. */
  unpredictable: Partial<Record<UnpredictableCause, number>>;
  /** Authorities that new rules name and under which something was never verified, and for how many usages. */
  unverifiedAuthorities: { authority: string; usages: number }[];
  /** Everything that flips or cannot be predicted, in the order of the keys. */
  groups: ReplayGroup[];
  admitted: AdmittedIdentities;
}

type GroupParts = Omit<ReplayGroup, 'key' | 'usages' | 'ended' | 'examples'>;

interface Gathered {
  parts: GroupParts;
  usages: number;
  ended: number;
  examples: SmallestKeys<ReplayExample>;
}

/** Names that strangers choose, and identities: more of them than a person reads. */
const mostNames = 1_000;
const mostIdentities = 1_000;
const mostExamples = 5;

/**
 * Adds replayed usages up, in any order. What it holds is bounded by the declared environments, by what verdicts and
 * reasons there are, and by how many names and examples are kept; not by how many usages there are.
 *
 * @public
 */
export class ReplayTally {
  private readonly counts = noCounts();
  private ended = 0;
  private readonly facets = {
    environment: new FacetTally(Infinity),
    cloud: new FacetTally(mostNames),
    owner: new FacetTally(mostNames),
    entityKind: new FacetTally(mostNames),
  };
  private readonly causes = new Map<UnpredictableCause, number>();
  private readonly authorities = new Map<string, number>();
  private readonly groups = new Map<string, Gathered>();
  private readonly admitted: AdmittedTally;
  private readonly declared: ReadonlySet<string>;
  private readonly examples: number;

  /**
   * @param options - `environments`: those that configuration declares; `examples`: how many usages are named in each
   * group, and `identities`: how many newly admitted ones at most are listed
   */
  constructor(options: {
    environments: readonly string[];
    examples?: number;
    identities?: number;
  }) {
    this.declared = new Set(options.environments);
    this.examples = options.examples ?? mostExamples;
    this.admitted = new AdmittedTally({
      identities: options.identities ?? mostIdentities,
      examples: this.examples,
    });
  }

  /** Each usage once. */
  add(subject: ReplaySubject, { flip, admitted }: ReplayedUsage): void {
    const environment = this.environmentOf(subject);
    countIn(this.counts, flip);
    if (subject.hasEnded) this.ended++;
    this.addToFacets(subject, environment, flip);
    this.addCause(flip);
    const isSaid = flip.direction !== 'same' || flip.unpredictable;
    if (isSaid) this.addToGroup(subject, environment, flip);
    this.admitted.add(admitted, exampleOf(subject), environment);
  }

  result(): ReplayResult {
    const { environment, cloud, owner, entityKind } = this.facets;
    return {
      counts: { ...this.counts },
      ended: this.ended,
      byEnvironment: environment.result(),
      byCloud: cloud.result(),
      byOwner: owner.result(),
      byEntityKind: entityKind.result(),
      unpredictable: Object.fromEntries([...this.causes].sort(byName)),
      unverifiedAuthorities: [...this.authorities]
        .sort(byName)
        .map(([authority, usages]) => ({ authority, usages })),
      groups: [...this.groups]
        .map(([text, gathered]) => groupOf(text, gathered))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
      admitted: this.admitted.result(),
    };
  }

  /** S3.1: what nobody declared is judged by the rules of all, whatever it is called. */
  private environmentOf({ usage }: ReplaySubject): string | undefined {
    const { environment } = usage;
    return environment !== undefined && this.declared.has(environment)
      ? environment
      : undefined;
  }

  private addToFacets(
    { usage, owner }: ReplaySubject,
    environment: string | undefined,
    flip: Flip,
  ): void {
    const [kind] = usage.entityRef.split(':', 1);
    this.facets.environment.add(environment, flip);
    this.facets.cloud.add(usage.cloud, flip);
    this.facets.owner.add(owner, flip);
    this.facets.entityKind.add(kind, flip);
  }

  private addCause({ unpredictable }: Flip): void {
    if (!unpredictable) return;
    const { cause, authorities = [] } = unpredictable;
    this.causes.set(cause, (this.causes.get(cause) ?? 0) + 1);
    for (const name of authorities)
      this.authorities.set(name, (this.authorities.get(name) ?? 0) + 1);
  }

  private addToGroup(
    subject: ReplaySubject,
    environment: string | undefined,
    flip: Flip,
  ): void {
    const parts = partsOf(environment, flip);
    const text = canonicalJson(parts);
    const known = this.groups.get(text);
    const gathered = known ?? {
      ...{ parts, usages: 0, ended: 0 },
      examples: new SmallestKeys<ReplayExample>(this.examples),
    };
    if (!known) this.groups.set(text, gathered);
    gathered.usages++;
    if (subject.hasEnded) gathered.ended++;
    gathered.examples.at(subject.id, () => exampleOf(subject));
  }
}

function partsOf(environment: string | undefined, flip: Flip): GroupParts {
  const { before, after, direction, isNewlyDenied, unpredictable } = flip;
  const sideOf = ({ verdict, decision, reason }: Flip['before']) => ({
    ...{ verdict, decision },
    code: reason.code,
  });
  return {
    ...(environment !== undefined && { environment }),
    before: sideOf(before),
    after: sideOf(after),
    ...{ direction, isNewlyDenied },
    ...(unpredictable && { unpredictable: unpredictable.cause }),
    isEnforced: after.isEnforced,
  };
}

function groupOf(text: string, gathered: Gathered): ReplayGroup {
  const { parts, usages, ended, examples } = gathered;
  return {
    key: sha256(canonicalJson(['group', text])),
    ...parts,
    ...{ usages, ended },
    examples: examples.entries().map(([, example]) => example),
  };
}

function exampleOf({ id, usage }: ReplaySubject): ReplayExample {
  const { entityRef, reference } = usage;
  return { id, entityRef, reference };
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
