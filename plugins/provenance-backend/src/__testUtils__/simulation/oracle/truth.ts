import type { Decision, Digest, Verdict } from '@countersign/domain';
import { authorOf, scanKinds, type Attachment } from '../world/attachments';
import type {
  Configuration,
  DistrustPlan,
  RulePlan,
} from '../world/Configuration';
import type { Actor } from '../world/Signers';

/** What is in force beside the rules. */
export interface TrustedNow
  extends Pick<Configuration, 'partner' | 'distrust'> {
  /** Acme's root speaks for its next instance as well. */
  isRotated: boolean;
}

/** What lies beside the digests of one artifact at one moment. */
export interface Sight {
  /** The digest, and what it lists. */
  digests: readonly Digest[];
  own: readonly Attachment[];
  /** Of an index: what lies beside each of its children. */
  children: readonly (readonly Attachment[])[];
}

/** What a usage deserves. */
export interface Truth {
  verdict: Verdict;
  decision: Decision;
}

/** `open`: could not be told for want of an authority, which may come back; `unreadable`: because of the bytes. */
type Answer = Exclude<Verdict, 'inconclusive'> | 'open' | 'unreadable';

const strength: Answer[] = [
  'trusted',
  'unsigned',
  'unreadable',
  'open',
  'untrusted',
];

const strictness: Decision[] = ['allow', 'warn', 'deny'];

/**
 * The verdict that follows from what lies there, by the semantics alone: written from the world's words and without
 * any of the judge's code, so that a mistake of the one is not a mistake of the other.
 */
export function truthOf(
  rules: readonly RulePlan[],
  sight: Sight,
  trusted: TrustedNow,
): Truth {
  const active = rules.filter(({ mode }) => mode !== 'off');
  const isBanned = trusted.distrust.some(
    plan => 'digest' in plan && sight.digests.includes(plan.digest),
  );
  const answers = active.map(rule => {
    const answer = isBanned ? 'untrusted' : answerOf(rule, sight, trusted);
    return { answer, decision: decisionOf(answer, rule) };
  });
  if (active.length === 0) {
    const answer = isBanned || sight.own.length > 0 ? 'untrusted' : 'unsigned';
    answers.push({ answer, decision: 'warn' });
  }
  return {
    verdict: verdictOf(strongest(answers.map(({ answer }) => answer))),
    decision: answers
      .map(({ decision }) => decision)
      .reduce((a, b) => (isStricter(b, a) ? b : a)),
  };
}

export function isStricter(a: Decision, b: Decision): boolean {
  return strictness.indexOf(a) > strictness.indexOf(b);
}

function verdictOf(answer: Answer): Verdict {
  return answer === 'open' || answer === 'unreadable' ? 'inconclusive' : answer;
}

function strongest(answers: Answer[]): Answer {
  return answers.reduce((a, b) =>
    strength.indexOf(b) > strength.indexOf(a) ? b : a,
  );
}

function decisionOf(answer: Answer, { mode }: RulePlan): Decision {
  if (answer === 'trusted') return 'allow';
  return mode === 'enforce' ? 'deny' : 'warn';
}

/** S8.2: what is signed on an index covers its children; an index is met when all of them are. */
function answerOf(rule: RulePlan, sight: Sight, trusted: TrustedNow): Answer {
  const own = answerFor(rule, sight.own, trusted);
  if (own === 'trusted' || sight.children.length === 0) return own;
  const children = strongest(
    sight.children.map(beside =>
      answerFor(rule, [...beside, ...sight.own], trusted),
    ),
  );
  if (children === 'trusted') return children;
  if (children === 'open' && own === 'untrusted') return children;
  return strongest([own, children]);
}

function answerFor(
  rule: RulePlan,
  beside: readonly Attachment[],
  trusted: TrustedNow,
): Answer {
  const signature = signatureAnswer(rule, beside, trusted);
  return rule.asksForScan
    ? strongest([signature, scanAnswer(rule, beside, trusted)])
    : signature;
}

/** S4.1 */
function signatureAnswer(
  rule: RulePlan,
  beside: readonly Attachment[],
  trusted: TrustedNow,
): Answer {
  const met = beside.some(
    one =>
      !scanKinds.has(one.kind) &&
      isWordOf(rule.actors, one, trusted) &&
      !isDistrusted(one, trusted.distrust),
  );
  return met ? 'trusted' : unmet(rule, beside, trusted);
}

/** S4.2: the newest by proven time; of several of one instant the worst. */
function scanAnswer(
  rule: RulePlan,
  beside: readonly Attachment[],
  trusted: TrustedNow,
): Answer {
  const scans = beside.filter(
    one => scanKinds.has(one.kind) && isWordOf(rule.actors, one, trusted),
  );
  // S5.3: what nobody can check may be a newer word.
  if (scans.length === 0 || lacksAuthority(rule, trusted))
    return unmet(rule, beside, trusted);
  // Logs count in seconds.
  const second = ({ signedAt }: Attachment) => Math.floor(signedAt / 1_000);
  const newest = Math.max(...scans.map(second));
  const counting = scans.filter(one => second(one) === newest);
  // What somebody said who is distrusted is not unsaid: an older and better word must not come to count.
  return counting.some(
    one => one.kind === 'bad-scan' || isDistrusted(one, trusted.distrust),
  )
    ? 'untrusted'
    : 'trusted';
}

/** S7.2: whoever is distrusted from an instant on, what is proven to be older still counts. */
function isDistrusted(
  { kind, signedAt }: Attachment,
  distrust: readonly DistrustPlan[],
): boolean {
  return distrust.some(
    plan =>
      'actor' in plan &&
      plan.actor === authorOf[kind] &&
      !(
        plan.from !== undefined &&
        kind !== 'key' &&
        loggedAt(signedAt) < plan.from
      ),
  );
}

/** Logs see a signature some seconds after it was made, and count in seconds. */
function loggedAt(signedAt: number): number {
  return Math.floor((signedAt + 5_000) / 1_000) * 1_000;
}

function unmet(
  rule: RulePlan,
  beside: readonly Attachment[],
  trusted: TrustedNow,
): Answer {
  if (beside.length === 0) return 'unsigned';
  if (lacksAuthority(rule, trusted)) return 'open';
  return beside.every(({ kind }) => kind === 'junk')
    ? 'unreadable'
    : 'untrusted';
}

function lacksAuthority(
  { actors }: RulePlan,
  { partner }: TrustedNow,
): boolean {
  return partner === 'missing' && actors.includes('partner');
}

function isWordOf(
  actors: readonly Actor[],
  { kind }: Attachment,
  { partner, isRotated }: TrustedNow,
): boolean {
  const author = authorOf[kind];
  if (author === undefined || author === 'stranger') return false;
  if (kind === 'rotated' && !isRotated) return false;
  if (kind === 'partner' && partner !== 'loaded') return false;
  return actors.includes(author);
}
