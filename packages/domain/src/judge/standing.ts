import { evidenceFailureCodes, type ReasonCode } from '../explanation/codes';
import type { AuthorityState } from '../records/authority';
import type { Evidence } from '../records/evidence';
import type { NearestSigner } from '../records/verdict';
import type { DistrustEntry } from '../registry/distrust';
import type { Requirement } from '../registry/requirement';
import type { RuleSigner } from '../registry/rule';
import { isAskedFor, problemWith } from './conditions';
import { distrustOfEvidence, maybeDistrustedKey } from './distrust';
import { effectiveTime } from './effectiveTime';
import { evidenceAbout } from './evidenceAbout';
import type { JudgeInput } from './input';
import type { SeenMaterial } from './knowledge';
import { matchSigner } from './matchSigner';

/** One requirement of a rule, with the signers that it means (S4.3). */
export interface Demand {
  requirement: Requirement;
  signers: RuleSigner[];
}

/** How far one material came against one requirement, and why not further. */
export interface Standing {
  material: SeenMaterial;
  code: ReasonCode;
  /** The evidence that came furthest; absent where no authority in force was tried. */
  evidence?: Evidence;
  nearest?: NearestSigner;
  /** For `distrusted`: by which entry. */
  distrust?: DistrustEntry;
  /** For `authority-missing`: which one. */
  missing?: string;
  /** What it says against the requirement, or why it does not count. */
  problem?: string;
  /** It is a statement of the kind that is asked for, by an accepted signer, about this very subject. */
  isWord: boolean;
  /** When it was made, in milliseconds, as far as that is proven (S7.1). */
  at?: number;
  /** Whether `code` is about a demand that comes behind everything that a signature proves. */
  isLate?: boolean;
}

const behindChain = evidenceFailureCodes.indexOf('unknown-authority') + 1;

/** S4.8, within a material: the later the code, the further it came. */
const road: ReasonCode[] = [
  ...evidenceFailureCodes.slice(0, behindChain),
  'authority-removed',
  ...evidenceFailureCodes.slice(behindChain),
  'signer-kind-not-accepted',
  'signer-not-accepted',
  'wrong-authority',
  'ref-not-accepted',
  'attestation-missing',
  'condition-not-met',
  'authority-missing',
  'distrusted',
  'accepted',
];

/** The best standing of one material, over the evidence of every authority that was tried. */
export function standingOf(
  material: SeenMaterial,
  demand: Demand,
  input: JudgeInput,
): Standing {
  const standings: Standing[] = [];
  for (const one of evidenceAbout(material, input)) {
    const standing = standingUnder(material, one, demand, input);
    if (standing) standings.push(standing);
  }
  // S5.3: unknown is what every authority in force calls unknown, or none was asked about. The word of one that knows
  // more outweighs it: a changed payload is tampering, however many others never heard of the signer.
  const telling = standings.filter(({ code }) => code !== 'unknown-authority');
  if (telling.length === 0)
    return (
      standings[0] ?? { material, code: 'unknown-authority', isWord: false }
    );
  return telling.length === 1
    ? telling[0]
    : withEarliestTime(asWord(furthest(telling), telling), telling);
}

/**
 * What an accepted signer said is not unsaid by distrust: were it forgotten, an older and better word would come to
 * count, and a distrust entry would make something more permissive.
 */
function asWord(best: Standing, all: Standing[]): Standing {
  return best.code === 'distrusted'
    ? { ...best, isWord: all.some(({ isWord }) => isWord) }
    : best;
}

/** S7.1: the earliest of all the times that are proven, whichever authority proves it. */
function withEarliestTime(best: Standing, all: Standing[]): Standing {
  const times = all.flatMap(({ isWord, at }) =>
    isWord && at !== undefined ? [at] : [],
  );
  return best.isWord && times.length > 0
    ? { ...best, at: Math.min(...times) }
    : best;
}

/** Among materials the one that came furthest leads; of equals, the first (S4.8). */
export function furthest(standings: Standing[]): Standing {
  return standings.reduce((best, one) =>
    distance(one) > distance(best) ? one : best,
  );
}

/** How far something came that was refused for this reason. */
export function stepOf(code: ReasonCode): number {
  return road.indexOf(code);
}

/** A time that an age limit misses comes behind all that the signature proves, unlike one that a key's window misses. */
export function distance({ code, isLate }: Standing): number {
  return isLate ? stepOf('condition-not-met') - 0.5 : stepOf(code);
}

function standingUnder(
  material: SeenMaterial,
  evidence: Evidence,
  { requirement, signers }: Demand,
  input: JudgeInput,
): Standing | undefined {
  const { outcome, statement } = evidence;
  if (!isInForce(evidence, input.authorities)) {
    return outcome.status === 'proven' && !isConfigured(evidence, input)
      ? { material, evidence, code: 'authority-removed', isWord: false }
      : undefined;
  }
  const match = matchSigner(evidence, signers, input);
  const isMeant =
    match?.code === 'accepted' &&
    isAskedFor(statement?.role ?? 'other', requirement);
  if (outcome.status === 'failed')
    return {
      material,
      evidence,
      code: outcome.code,
      isWord: (isUnreadable(evidence) || isTooEarly(evidence)) && isMeant,
    };
  const at = effectiveTime(evidence);
  const standing = { material, evidence, at, isWord: isMeant };
  const distrust = distrustOfEvidence(evidence, input);
  if (distrust) return { ...standing, code: 'distrusted', distrust };
  // Configuration refuses a rule without signers; should one come through, nobody is accepted.
  if (!match) return { ...standing, code: 'signer-not-accepted' };
  if (match.code !== 'accepted')
    return { ...standing, code: match.code, nearest: match.nearest };
  if (!isMeant) return { ...standing, code: 'attestation-missing' };
  const problem = problemWith(requirement, evidence, input);
  if (problem !== undefined)
    return { ...standing, code: 'condition-not-met', problem };
  const missing = maybeDistrustedKey(evidence, input);
  return missing === undefined
    ? { ...standing, code: 'accepted' }
    : { ...standing, code: 'authority-missing', missing };
}

/**
 * A statement whose signer and subject are proven, and whose content nobody can read. What an accepted signer said last
 * is unknown then, and must not pass for silence.
 */
function isUnreadable({ proofs, outcome }: Evidence): boolean {
  return (
    proofs.subject.status === 'proven' &&
    proofs.claims.status === 'failed' &&
    outcome.status === 'failed' &&
    outcome.code !== 'claims-disagree'
  );
}

/**
 * A statement of which everything is proven but that its time lies in the future (S7.2). Either whoever dated it has no
 * clock to be believed, or we have none: a clock that is behind must not bring an older and better word back.
 */
function isTooEarly({ proofs, outcome }: Evidence): boolean {
  return (
    proofs.subject.status === 'proven' &&
    proofs.claims.status === 'proven' &&
    outcome.status === 'failed' &&
    outcome.code === 'time-unproven'
  );
}

function isConfigured(evidence: Evidence, { authorities }: JudgeInput) {
  return authorities.some(({ name }) => name === evidence.authority);
}

/** S6.4: evidence counts only under the content of the authority that is in force now. */
export function isInForce(evidence: Evidence, authorities: AuthorityState[]) {
  return authorities.some(
    authority =>
      authority.name === evidence.authority &&
      authority.status === 'loaded' &&
      authority.digest === evidence.authorityDigest,
  );
}
