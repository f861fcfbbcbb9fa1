import { blockerReasons, type BlockerReason } from '@countersign/domain';

const states = ['running', 'done', 'failed'] as const;
const countNames = [
  'usages',
  'same',
  'morePermissive',
  'stricter',
  'newlyDenied',
  'unpredictable',
] as const;

export interface ReplaySide {
  verdict: string;
  decision: string;
  code: string;
}

export interface ReplayFlips {
  environment?: string;
  before: ReplaySide;
  after: ReplaySide;
  unpredictable?: string;
  usages: number;
}

export interface ReplayIdentity {
  authority: string;
  issuer?: string;
  subject?: string;
  fingerprint?: string;
  environments: string[];
  usages: number;
}

/** What came of a replay, as far as it is used here. */
export interface ReplayOutcome {
  counts: Record<(typeof countNames)[number], number>;
  groups: ReplayFlips[];
  foreign: ReplayIdentity[];
  own: ReplayIdentity[];
  isForeignCut: boolean;
  isOwnCut: boolean;
  blockers: { why: BlockerReason[]; text: string }[];
}

export interface ReplayAnswer {
  id: string;
  base: number;
  state: (typeof states)[number];
  done: number;
  /** Where it is done. */
  outcome?: ReplayOutcome;
  problem?: string;
}

/**
 * What a portal says of a replay. An answer that is not understood in full is none: a zero must not follow from it.
 *
 * @throws Error
 */
export function readReplayAnswer(value: unknown): ReplayAnswer {
  const answer = fields(value);
  const id = text(answer.id);
  if (!/^[0-9a-f-]{36}$/.test(id)) return refuse();
  const state = states.find(one => one === answer.state) ?? refuse();
  return {
    ...{ id, state, base: count(answer.base), done: count(answer.done) },
    ...(state === 'done' && { outcome: outcomeOf(answer) }),
    ...(answer.problem !== undefined && { problem: text(answer.problem) }),
  };
}

function outcomeOf(answer: Record<string, unknown>): ReplayOutcome {
  const { counts, groups, admitted } = fields(answer.result);
  const known = fields(counts);
  const { foreign, own, isForeignCut, isOwnCut } = fields(admitted);
  return {
    counts: Object.fromEntries(
      countNames.map(name => [name, count(known[name])]),
    ) as ReplayOutcome['counts'],
    groups: list(groups).map(groupOf),
    ...{
      foreign: list(foreign).map(identityOf),
      own: list(own).map(identityOf),
    },
    ...{ isForeignCut: truth(isForeignCut), isOwnCut: truth(isOwnCut) },
    blockers: list(answer.blockers).map(blockerOf),
  };
}

function groupOf(value: unknown): ReplayFlips {
  const group = fields(value);
  return {
    ...optional(group, 'environment', 'unpredictable'),
    ...{ before: sideOf(group.before), after: sideOf(group.after) },
    usages: count(group.usages),
  };
}

function sideOf(value: unknown): ReplaySide {
  const { verdict, decision, code } = fields(value);
  return { verdict: text(verdict), decision: text(decision), code: text(code) };
}

function identityOf(value: unknown): ReplayIdentity {
  const identity = fields(value);
  return {
    authority: text(identity.authority),
    ...optional(identity, 'issuer', 'subject', 'fingerprint'),
    environments: list(identity.environments).map(text),
    usages: count(identity.usages),
  };
}

function blockerOf(value: unknown): ReplayOutcome['blockers'][number] {
  const blocker = fields(value);
  const why = list(blocker.why).map(
    one => blockerReasons.find(reason => reason === one) ?? refuse(),
  );
  return why.length > 0 ? { why, text: text(blocker.text) } : refuse();
}

function optional<Name extends string>(
  from: Record<string, unknown>,
  ...names: Name[]
): { [One in Name]?: string } {
  const given = names.filter(name => from[name] !== undefined);
  return Object.fromEntries(given.map(name => [name, text(from[name])])) as {
    [One in Name]?: string;
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse();
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : refuse();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : refuse();
}

function truth(value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse();
}

function count(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) >= 0
    ? Number(value)
    : refuse();
}

function refuse(): never {
  throw new Error('the answer is not one of a portal');
}
