import {
  type Decision,
  type UsageSummary,
  type Verdict,
} from '@countersign/backstage-plugin-provenance-common';
import { isAlarm } from './explanationWords';

/** Colour carries the decision, never alone: every tone comes with an icon and a word. */
export type Tone = 'red' | 'amber' | 'green' | 'grey';

/**
 * How a usage stands: what a person has to know before anything else. Worst first, and each usage has exactly one.
 */
export const standings = [
  'alarm',
  'blocked',
  'would-be-blocked',
  'cannot-tell',
  'no-rule',
  'excepted',
  'stale',
  'not-checked-yet',
  'trusted',
] as const;

export type Standing = (typeof standings)[number];

type StandingInput = Pick<
  UsageSummary,
  'verdict' | 'decision' | 'reason' | 'freshness' | 'rules'
>;

/** Red only for what is denied or an alarm; a day-one portal without rules is grey (S3.3, S4.7). */
export function standingOf(usage: StandingInput): Standing {
  const { code } = usage.reason;
  if (isAlarm(usage.reason)) return 'alarm';
  // For a minute after its discovery a usage is nobody's failure, also where the rule is enforced.
  if (code === 'not-checked-yet') return 'not-checked-yet';
  if (usage.decision === 'deny') return 'blocked';
  if (usage.verdict === 'inconclusive') return 'cannot-tell';
  // What is unsigned keeps that as its reason also where no rule asks for a signature (S3.3).
  if (usage.rules.length === 0) return 'no-rule';
  if (usage.decision === 'warn') return 'would-be-blocked';
  if (usage.verdict !== 'trusted') return 'excepted';
  return usage.freshness.status === 'fresh' ? 'trusted' : 'stale';
}

const tones: Record<Standing, Tone> = {
  alarm: 'red',
  blocked: 'red',
  'would-be-blocked': 'amber',
  'cannot-tell': 'grey',
  'no-rule': 'grey',
  excepted: 'grey',
  stale: 'grey',
  'not-checked-yet': 'grey',
  trusted: 'green',
};

export function toneOf(standing: Standing): Tone {
  return tones[standing];
}

const labels: Record<Standing, string> = {
  alarm: 'Alarm',
  blocked: 'Blocked',
  'would-be-blocked': 'Would be blocked',
  'cannot-tell': 'Can’t tell',
  'no-rule': 'No rule yet',
  excepted: 'Allowed by exception',
  stale: 'Trusted, not proven lately',
  'not-checked-yet': 'First look under way',
  trusted: 'Trusted',
};

export function standingLabel(standing: Standing): string {
  return labels[standing];
}

export function worstFirst(a: Standing, b: Standing): number {
  return standings.indexOf(a) - standings.indexOf(b);
}

const verdictWords: Record<Verdict, string> = {
  trusted: 'Trusted',
  untrusted: 'Not trusted',
  unsigned: 'Unsigned',
  inconclusive: 'Can’t tell',
};

/** Decides closed: a verdict that this version does not know is not shown as a good one. */
export function verdictWord(verdict: Verdict): string {
  return verdictWords[verdict] ?? 'Can’t tell';
}

const decisionWords: Record<Decision, string | undefined> = {
  allow: undefined,
  warn: 'Would be blocked',
  deny: 'Blocked',
};

/** `no-rule` is counted apart: nothing would block it, and nobody vouched for it either (S4.7). */
export function decisionWord(usage: StandingInput): string | undefined {
  const standing = standingOf(usage);
  if (standing === 'not-checked-yet') return undefined;
  if (standing === 'no-rule' || standing === 'excepted')
    return labels[standing];
  return decisionWords[usage.decision];
}
