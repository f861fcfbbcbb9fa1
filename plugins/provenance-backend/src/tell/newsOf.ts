import type {
  Digest,
  FindingCode,
  Judgement,
  Verdict,
} from '@countersign/domain';
import type { AlertTopic } from '@countersign/backstage-plugin-provenance-node';
import { createHash } from 'node:crypto';

/** What one row of the outbox is about; the other topics of alerts gather many rows. */
export type NewsTopic = Exclude<
  MessageTopic,
  'first-look' | 'configuration-change' | 'several'
>;

/** What a message made of news is about; those about proposals are made with the act. */
export type MessageTopic = Exclude<
  AlertTopic,
  'review-wanted' | 'proposal-news'
>;

/** Something that somebody should hear of, and what brought it about. */
export interface News {
  topic: NewsTopic;
  cause: string;
}

/** A change of verdict or leading reason, and what was known before it. */
export interface Change {
  judgement: Judgement;
  /** Of the configuration that it was judged by. */
  generation: string;
  /** Of the configuration that the verdict before it was judged by. */
  generationBefore?: string;
  digest?: Digest;
  /** Since when the usage has this reference and digest. ISO 8601. */
  stateSince: string;
  /** When the tag was last seen to lead to this digest instead of another one. ISO 8601. */
  movedAt?: string;
  /** The newest of the verdicts before that could tell, and when it was the last time; absent before the first one. */
  known?: { verdict: Verdict; code: string; at: string };
}

/** Causes of which thousands come at once; whoever tells them waits for the rest. */
export const firstLook = 'first-look';
const configuration = 'configuration:';
const removal = 'authority-removed:';

export function isConfigurationChange(cause: string): boolean {
  return cause.startsWith(configuration);
}

/** Whether thousands of usages may be under one cause, one after the other. */
export function comesInMasses(cause: string): boolean {
  return (
    cause === firstLook ||
    isConfigurationChange(cause) ||
    cause.startsWith(removal)
  );
}

/**
 * Whether people are told of a change, and as a part of what. "Could not tell" between two verdicts that are the same
 * is no news: an outage that ends must not read as a second incident.
 */
export function newsOf(change: Change): News | undefined {
  const topic = alarmOf(change) ?? moveOf(change) ?? removalOf(change);
  if (!topic || isOld(change)) return undefined;
  return { topic, cause: causeOf(topic, change) };
}

/** Findings of which people are told. */
const toldFindings = [
  // S5.4: the finding says that it is gone; by then it was accepted once, so that no stranger's can be meant (S11.3).
  'signature-vanished',
  // S2.4: who signs so has the reviewed name of a repository, which is no stranger's word.
  'repository-identity-changed',
] as const;

/** What people are told of findings that were opened: each kind once, however many there are. */
export function newsOfFindings(
  opened: readonly FindingCode[],
  digest: Digest | undefined,
): News[] {
  return toldFindings
    .filter(topic => opened.includes(topic))
    .map(topic => ({ topic, cause: `${topic}:${digest}` }));
}

export function newsOfHost(host: string): News {
  return { topic: 'host-down', cause: shortened(`host:${host}`) };
}

/** Whether people are told of a verdict for its reason alone. */
export function isAlarming(judgement: Judgement): boolean {
  return alarmOf({ judgement }) !== undefined || isRemoval(judgement);
}

function alarmOf({ judgement }: Pick<Change, 'judgement'>) {
  const { code } = judgement.reason;
  const alarms = [
    'signature-invalid',
    'distrusted',
    'wrong-authority',
  ] as const;
  return alarms.find(alarm => alarm === code);
}

/**
 * What was trusted rests on an authority that is there no more. Not what was never trusted: whoever has an old key could
 * otherwise sign anything with it so that people are told.
 */
function removalOf({ judgement, known }: Change): NewsTopic | undefined {
  return isRemoval(judgement) && known?.verdict === 'trusted'
    ? 'authority-removed'
    : undefined;
}

function isRemoval({ reason }: Judgement): boolean {
  return reason.code === 'authority-removed';
}

/** A tag that never led to anything signed may move as it likes; one that did must not lead elsewhere unseen. */
function moveOf({ judgement, movedAt, known }: Change): NewsTopic | undefined {
  if (movedAt === undefined || !known || movedAt <= known.at) return undefined;
  if (judgement.verdict === 'unsigned' && known.verdict !== 'unsigned')
    return 'moved-to-unsigned';
  if (judgement.verdict === 'untrusted' && known.verdict === 'trusted')
    return 'moved-to-untrusted';
  return undefined;
}

function isOld(change: Change): boolean {
  const { known, judgement } = change;
  return (
    known?.code === judgement.reason.code &&
    known.verdict === judgement.verdict &&
    isSameState(change)
  );
}

function isSameState({ known, stateSince }: Change): boolean {
  return known !== undefined && known.at >= stateSince;
}

function causeOf(topic: NewsTopic, change: Change): string {
  const { known, judgement, generation, generationBefore, digest } = change;
  if (!known) return firstLook;
  if (topic === 'distrusted')
    return `${topic}:${entryOf(judgement.reason.parameters)}`;
  if (topic === 'authority-removed')
    return shortened(`${removal}${judgement.reason.parameters.authority}`);
  const configured =
    Boolean(generation && generationBefore) && generation !== generationBefore;
  if (configured && isSameState(change))
    return shortened(`${configuration}${generation}`);
  return `${topic}:${digest}`;
}

/** What tells distrust entries apart, out of what their reason says: many artifacts fall under one of them. */
function entryOf(parameters: Record<string, string>): string {
  const { entry, signer, from } = parameters;
  return hash(JSON.stringify(entry ?? [signer, from]));
}

/** A root cause is a key of an index. */
function shortened(cause: string): string {
  return cause.length <= 200 ? cause : `${cause.slice(0, 20)}${hash(cause)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
