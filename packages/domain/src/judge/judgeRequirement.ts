import { explanationOf } from '../explanation/explanation';
import type { Digest } from '../records/digest';
import { isKeySigner, type AcceptanceRule } from '../registry/rule';
import { withAge } from './age';
import { countsNewest } from './conditions';
import type { JudgeInput } from './input';
import type { Knowledge } from './knowledge';
import { awaitsVerification, newestOf } from './newest';
import { couldNotLook, nothingThere, type Outcome } from './outcome';
import { reasonFor } from './reasonFor';
import { furthest, standingOf, type Demand, type Standing } from './standing';

/** What is held to one requirement of a rule. */
export interface RequirementContext {
  rule: AcceptanceRule;
  demand: Demand;
  /** The digest that is judged. */
  subject: Digest | undefined;
  knowledge: Knowledge;
  input: JudgeInput;
}

export interface RequirementAnswer {
  outcome: Outcome;
  standings: Standing[];
}

/** Holds what is known about a digest to one requirement (S4.1, S4.2, S4.4). */
export function judgeRequirement(
  context: RequirementContext,
): RequirementAnswer {
  const { knowledge, demand, input } = context;
  if (knowledge.status === 'unknown')
    return { outcome: couldNotLook(knowledge.cause, input), standings: [] };
  const standings = knowledge.materials.map(material =>
    standingOf(material, demand, input),
  );
  if (countsNewest(demand.requirement))
    return {
      outcome: outcomeOfNewest(standings, knowledge, context),
      standings,
    };
  const aged = standings.map(standing =>
    withAge(standing, demand.requirement, input),
  );
  return { outcome: outcomeOfBest(aged, knowledge, context), standings: aged };
}

type Known = Extract<Knowledge, { status: 'known' }>;

/** S4.1: one is enough, and nothing else takes it away. */
function outcomeOfBest(
  standings: Standing[],
  knowledge: Known,
  context: RequirementContext,
): Outcome {
  const { input, subject } = context;
  const best = standings.length > 0 ? furthest(standings) : undefined;
  if (best?.code === 'accepted') return met(best, context);
  // S4.4: what is missing may lie where nobody could look.
  if (knowledge.obstacle && knowledge.obstacle.origin !== 'material')
    return couldNotLook(knowledge.obstacle, input);
  if (!best) return nothingThere(knowledge, input, subject);
  return (
    missingAuthority(context) ??
    unverified(standings, input) ??
    unmetBy(best, context)
  );
}

/** S4.2, S4.4: as long as a newer statement may lie where nobody looked, the newest is not known. */
function outcomeOfNewest(
  standings: Standing[],
  knowledge: Known,
  context: RequirementContext,
): Outcome {
  const { demand, input, subject } = context;
  if (knowledge.obstacle) return couldNotLook(knowledge.obstacle, input);
  if (standings.length === 0) return nothingThere(knowledge, input, subject);
  const open = missingAuthority(context) ?? unverified(standings, input);
  if (open) return open;
  if (awaitsVerification(standings, demand, input))
    return couldNotLook('not-checked-yet', input);
  const newest = newestOf(standings, demand, input) ?? furthest(standings);
  return newest.code === 'accepted'
    ? met(newest, context)
    : unmetBy(newest, context);
}

function met(standing: Standing, context: RequirementContext): Outcome {
  return { verdict: 'trusted', reason: reasonFor(standing, context) };
}

/** S5.1: a verifier that failed is no word against anybody. */
function unverified(
  standings: Standing[],
  input: JudgeInput,
): Outcome | undefined {
  const isOpen = standings.some(({ material }) =>
    input.unverified?.includes(material.subject),
  );
  return isOpen ? couldNotLook('not-checked-yet', input) : undefined;
}

/**
 * S5.1: bytes that cannot be read leave the question open, and so does a distrusted key that could not be loaded (S5.3);
 * every other failure is somebody's proven word.
 */
function unmetBy(best: Standing, context: RequirementContext): Outcome {
  const reason = reasonFor(best, context);
  if (best.missing !== undefined)
    return { verdict: 'inconclusive', reason, origin: 'infrastructure' };
  const { origin } = explanationOf(best.code);
  return origin === 'material'
    ? { verdict: 'inconclusive', reason, origin }
    : { verdict: 'untrusted', reason };
}

/** S5.3: an authority that is named, configured but not loaded, or no loaded authority at all. */
function missingAuthority({
  rule,
  demand,
  input: { authorities },
}: RequirementContext): Outcome | undefined {
  const named = demand.signers.map(signer =>
    isKeySigner(signer) ? signer.key : signer.authority,
  );
  const failed = authorities.filter(({ status }) => status === 'failed');
  const isAnyLoaded = authorities.some(({ status }) => status === 'loaded');
  const missing =
    failed.find(({ name }) => named.includes(name))?.name ??
    (isAnyLoaded ? undefined : named[0]);
  return missing === undefined
    ? undefined
    : {
        verdict: 'inconclusive',
        origin: 'infrastructure',
        reason: {
          code: 'authority-missing',
          parameters: { authority: missing, rule: rule.name },
        },
      };
}
