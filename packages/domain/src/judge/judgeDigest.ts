import type { Digest } from '../records/digest';
import type { MaterialTrace, RequirementTrace } from '../records/verdict';
import type { AcceptanceRule } from '../registry/rule';
import { requirementsOf } from './activeRules';
import { distrusted, distrustOfDigest, distrustOfEvidence } from './distrust';
import { evidenceAbout } from './evidenceAbout';
import type { JudgeInput } from './input';
import {
  judgeRequirement,
  type RequirementAnswer,
  type RequirementContext,
} from './judgeRequirement';
import { countedKind } from './kindMismatch';
import { knowledgeOf, type SeenMaterial } from './knowledge';
import { couldNotLook, nothingThere, type Outcome } from './outcome';
import { reasonFor } from './reasonFor';
import { distance, isInForce } from './standing';
import { strongest } from './strength';

/** How one digest did against one rule, by what is signed over it and over the indexes that list it. */
export interface DigestAnswer {
  outcome: Outcome;
  /** Whether anything may be said of this digest now: a reference that leads nowhere says nothing (S5.2). */
  isKnown: boolean;
  materials: MaterialTrace[];
  requirements: RequirementTrace[];
}

/** Every requirement of a rule must be met (S4.5). */
export function judgeDigest(
  rule: AcceptanceRule,
  subject: Digest | undefined,
  input: JudgeInput,
): DigestAnswer {
  const knowledge = knowledgeOf(input, subject);
  const isKnown = knowledge.status === 'known';
  const answers = requirementsOf(rule).map(requirement => {
    const context: RequirementContext = {
      rule,
      demand: { requirement, signers: requirement.signers ?? rule.signers },
      subject,
      knowledge,
      input,
    };
    return { context, ...judgeRequirement(context) };
  });
  if (answers.length === 0)
    return {
      outcome: nothingRequired(subject, input),
      isKnown,
      materials: [],
      requirements: [],
    };
  return {
    outcome: strongest(answers.map(({ outcome }) => outcome)),
    isKnown,
    materials: materialTraces(answers),
    requirements: answers.map(({ context, outcome }) => ({
      type: context.demand.requirement.type,
      verdict: outcome.verdict,
      reason: outcome.reason,
    })),
  };
}

/** S3.3: what is there and what could not be seen is said also where nobody asks for anything. */
export function nothingRequired(
  subject: Digest | undefined,
  input: JudgeInput,
  code: 'no-rule' | 'nothing-required' = 'nothing-required',
): Outcome {
  const banned = distrustOfDigest(subject, input);
  if (banned) return banned;
  const knowledge = knowledgeOf(input, subject);
  if (knowledge.status === 'unknown')
    return couldNotLook(knowledge.cause, input);
  if (knowledge.materials.length === 0)
    return nothingThere(knowledge, input, subject);
  const alarm = distrustAmong(knowledge.materials, input);
  if (alarm) return { verdict: 'untrusted', reason: alarm };
  const { repository, reference, environment } = input.usage;
  const isByKind = input.registry.rules.some(({ kinds }) => kinds);
  return {
    verdict: 'untrusted',
    reason: {
      code,
      parameters: {
        repository: repository ?? reference,
        ...(isByKind && { kind: countedKind(input) }),
        ...(environment !== undefined && { environment }),
      },
    },
  };
}

/** S4.8: what a distrusted signer signed is an alarm also where no rule asks who signed. */
function distrustAmong(materials: SeenMaterial[], input: JudgeInput) {
  for (const one of materials.flatMap(m => evidenceAbout(m, input))) {
    if (!isInForce(one, input.authorities)) continue;
    const entry = distrustOfEvidence(one, input);
    if (entry) return distrusted(entry, one);
  }
  return undefined;
}

/** For each material the requirement in which it came furthest. */
function materialTraces(
  answers: (RequirementAnswer & { context: RequirementContext })[],
): MaterialTrace[] {
  const [first] = answers;
  return first.standings.map((_, position) => {
    const best = answers
      .map(({ context, standings }) => ({
        context,
        standing: standings[position],
      }))
      .reduce((a, b) => (distance(b.standing) > distance(a.standing) ? b : a));
    return traceOf(best);
  });
}

function traceOf({
  context,
  standing,
}: {
  context: RequirementContext;
  standing: RequirementAnswer['standings'][number];
}): MaterialTrace {
  const { material, evidence, code, nearest } = standing;
  return {
    material: material.digest,
    authority: evidence?.authority,
    accepted: code === 'accepted',
    reason: reasonFor(standing, context),
    nearest,
    ...(material.subject !== context.subject && { subject: material.subject }),
  };
}
