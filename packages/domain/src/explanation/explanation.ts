import type { CauseOrigin } from '../records/cause';
import type { Reason } from '../records/verdict';
import type { Finding, FindingCode } from '../records/finding';
import { visibleText } from '../text';
import type { ReasonCode } from './codes';
import { explanations, findingExplanations } from './table';

/**
 * Whose move it is. `nobody`: nothing is owed; an outage passes or all is well.
 *
 * @public
 */
export type Mover = 'team' | 'platform' | 'security' | 'operators' | 'nobody';

/**
 * A reason in words. Sentences may hold `{name}` places that a reason's parameters fill.
 *
 * @public
 */
export interface Explanation {
  /** What the code belongs to; `signature-vanished` is both a reason and a finding. */
  about: 'verdict' | 'finding';
  code: ReasonCode | FindingCode;
  title: string;
  /** What is, and what the rule wanted. */
  sentence: string;
  mover: Mover;
  /** What to do, for exactly this cause. */
  fix: string;
  /** For reasons of "could not tell": the origin unless the cause says otherwise. */
  origin?: CauseOrigin;
  /** An alarm is shown red whatever the mode. */
  alarm: boolean;
  /** Page of the documentation, relative to `docs/`. */
  documentation: string;
}

/**
 * Every reason and finding code with its words.
 *
 * @public
 */
export function allExplanations(): Explanation[] {
  return [
    ...Object.values(explanations),
    ...Object.values(findingExplanations),
  ];
}

/** @public */
export function explanationOf(code: ReasonCode): Explanation {
  return explanations[code];
}

/**
 * The words for one reason, its places filled. Parameters are made visible, never trusted.
 *
 * @public
 */
export function explain(reason: Reason): Explanation {
  return filled(explanations[reason.code], reason.parameters);
}

/**
 * The words for one finding, its places filled.
 *
 * @public
 */
export function explainFinding(finding: Finding): Explanation {
  const { old, new: current, about } = finding;
  return filled(findingExplanations[finding.code], {
    ...(about !== undefined && { about }),
    ...(old !== undefined && { old }),
    ...(current !== undefined && { new: current }),
  });
}

function filled(
  explanation: Explanation,
  parameters: Record<string, string>,
): Explanation {
  return {
    ...explanation,
    sentence: fill(explanation.sentence, parameters),
    fix: fill(explanation.fix, parameters),
  };
}

/**
 * Fills `{name}` places; a place without a parameter reads "unknown". A clause in square brackets is dropped when one
 * of its places has no parameter: `Signed by {signer}[, expected {wanted}].`
 */
function fill(template: string, parameters: Record<string, string>): string {
  return template
    .replace(/\[([^\]]*)\]/g, (_, clause: string) =>
      placesOf(clause).every(place => Object.hasOwn(parameters, place))
        ? clause
        : '',
    )
    .replace(/\{(\w+)\}(\.?)/g, (_, place: string, stop: string) => {
      const value = Object.hasOwn(parameters, place)
        ? visibleText(parameters[place])
        : 'unknown';
      // A message may be a sentence of its own, with its own full stop.
      return stop ? `${value.replace(/\.$/, '')}.` : value;
    });
}

function placesOf(clause: string): string[] {
  return [...clause.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
}
