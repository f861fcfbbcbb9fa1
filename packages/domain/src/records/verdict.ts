import type { ReasonCode } from '../explanation/codes';
import type { Requirement } from '../registry/requirement';
import type { Mode } from '../registry/rule';
import type { Cause, CauseOrigin } from './cause';
import type { Digest } from './digest';
import type { ArtifactKind } from './usage';

/** @public */
export const verdicts = [
  'trusted',
  'untrusted',
  'unsigned',
  'inconclusive',
] as const;

/**
 * `inconclusive` means "could not tell": never "fail" and never "nothing found".
 *
 * @public
 */
export type Verdict = (typeof verdicts)[number];

/** @public */
export const decisions = ['allow', 'warn', 'deny'] as const;

/**
 * `warn`: would be blocked if the rule were enforced.
 *
 * @public
 */
export type Decision = (typeof decisions)[number];

/**
 * Why a verdict is what it is. Parameters fill the sentences of the explanation; they may quote a stranger.
 *
 * @public
 */
export interface Reason {
  code: ReasonCode;
  parameters: Record<string, string>;
}

/**
 * How old the knowledge behind a verdict is (S6.1).
 *
 * @public
 */
export type Freshness =
  | { status: 'fresh'; provenAt: string }
  | {
      status: 'stale';
      provenAt: string;
      since: string;
      /** `entity-problem`: the catalog cannot process the entity, so what is shown may not be what it says now. */
      cause: Cause | 'overdue' | 'entity-problem';
    }
  | { status: 'none' };

/**
 * How one material did against one rule.
 *
 * @public
 */
export interface MaterialTrace {
  material: Digest;
  /** The authority whose evidence came furthest; absent where no authority was tried. */
  authority?: string;
  accepted: boolean;
  reason: Reason;
  /** For a signer that is not accepted: the rule's signer that differs least. */
  nearest?: NearestSigner;
  /** The index that it is about, where that is above the digest that is judged (S8.2). */
  subject?: Digest;
}

/**
 * The signer of a rule that comes nearest, and the first part that differs.
 *
 * @public
 */
export interface NearestSigner {
  /** Position in the rule's list. */
  index: number;
  part: 'kind' | 'authority' | 'issuer' | 'subject' | 'claim' | 'ref' | 'key';
  /** Of a claim with its name: `sourceRef=refs/heads/main`, or `no sourceRef`. */
  found: string;
  wanted: string;
}

/** @public */
export interface RuleTrace {
  rule: string;
  /** The strictest of its requirements in the usage's environment. */
  mode: Mode;
  verdict: Verdict;
  decision: Decision;
  /** What the decision was before exceptions, and which ones left this of it (S4.6). */
  excepted?: { from: Decision; by: string[] };
  reason: Reason;
  materials: MaterialTrace[];
  /** How each of its requirements did, where the rule says what it requires. */
  requirements?: RequirementTrace[];
  /** How the runnable children did, where an index that does not meet the rule itself was asked for them (S8.2). */
  children?: ChildTrace[];
}

/** @public */
export interface RequirementTrace {
  type: Requirement['type'];
  /** Where it differs from that of the rule's trace. */
  mode?: Mode;
  verdict: Verdict;
  reason: Reason;
}

/** @public */
export interface ChildTrace {
  digest: Digest;
  platform?: string;
  verdict: Verdict;
  reason: Reason;
}

/**
 * What `judge` found: two results, the reasons and everything that was compared (S1.6).
 *
 * @public
 */
export interface Judgement {
  verdict: Verdict;
  decision: Decision;
  /** The reason that leads (S4.8). */
  reason: Reason;
  /** For `inconclusive`: whose doing it is. */
  origin?: CauseOrigin;
  freshness: Freshness;
  /** What the bytes are, where nobody said and they are something else than is taken for granted then (S3.1). */
  kind?: ArtifactKind;
  rules: RuleTrace[];
  /** Number of the version of the acceptance list by which it was judged. Absent where none were counted yet. */
  registryVersion?: number;
  /** The first instant at which the clock alone would change the result. ISO 8601, UTC. */
  reconsiderAt?: string;
}
