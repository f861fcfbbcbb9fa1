import { askPortal, type Portal } from '../portal/askPortal';

/** Where a log ended, as somebody noted it. */
export interface NotedHead {
  sequence: number;
  hash: string;
}

/** Where a check stopped: in the log, and in what people read beside it. */
export interface Reached extends NotedHead {
  place: string;
}

export interface IntegrityRequest extends Portal {
  known?: NotedHead;
  after?: Reached;
}

const statuses = [
  'whole',
  'broken',
  'unfinished',
  'unknown',
  'differs',
] as const;

/** What a portal answers, as far as it is used here. */
export interface IntegrityAnswer {
  status: (typeof statuses)[number];
  message: string;
  head: NotedHead;
  checkpoint?: NotedHead;
  broken?: { sequence: number; how: string };
  differences?: { message: string }[];
  unsealed: number;
  erased?: number;
  next?: string;
}

const longest = 64 * 1024;

/**
 * Asks a portal for one piece of the check.
 *
 * @throws Error with a sentence for people, where there is no answer that can be used
 */
export async function askForIntegrity(
  request: IntegrityRequest,
): Promise<IntegrityAnswer> {
  const url = addressOf(request);
  return answerOf(await askPortal({ ...request, url, status: 200, longest }));
}

function addressOf({ portal, known, after }: IntegrityRequest): URL {
  const url = new URL('api/provenance/integrity', portal);
  if (known) {
    url.searchParams.set('sequence', String(known.sequence));
    url.searchParams.set('hash', known.hash);
  }
  if (after) {
    const { sequence, hash, place } = after;
    const parts = [sequence, hash, ...(place ? [place] : [])];
    url.searchParams.set('after', parts.join(':'));
  }
  return url;
}

/** An answer that is not understood in full is none: a zero must not follow from it. */
function answerOf(value: unknown): IntegrityAnswer {
  const answer = value as Partial<IntegrityAnswer> | null;
  const isOne =
    typeof answer === 'object' &&
    answer !== null &&
    statuses.some(status => status === answer.status) &&
    typeof answer.message === 'string' &&
    Number.isSafeInteger(answer.unsealed) &&
    (answer.erased === undefined || Number.isSafeInteger(answer.erased)) &&
    isHead(answer.head) &&
    (answer.checkpoint === undefined || isHead(answer.checkpoint)) &&
    (answer.status === 'broken') === isBreak(answer.broken) &&
    (answer.status === 'differs') === areDifferences(answer.differences);
  if (!isOne) throw new Error('the answer is not one of a portal');
  return answer as IntegrityAnswer;
}

function isHead(value: unknown): boolean {
  const head = value as Partial<NotedHead> | undefined;
  return (
    Number.isSafeInteger(head?.sequence) &&
    /^[0-9a-f]{64}$/.test(String(head?.hash))
  );
}

function areDifferences(value: IntegrityAnswer['differences']): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(one => typeof one?.message === 'string')
  );
}

function isBreak(value: IntegrityAnswer['broken']): boolean {
  return (
    typeof value === 'object' &&
    Number.isSafeInteger(value.sequence) &&
    typeof value.how === 'string'
  );
}
