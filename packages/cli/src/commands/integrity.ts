import type { Ending } from '../exit/exitCodes';
import {
  askForIntegrity,
  type IntegrityAnswer,
  type IntegrityRequest,
  type NotedHead,
  type Reached,
} from '../integrity/askForIntegrity';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { plainJson, shown } from '../output';
import { readPortal } from '../portal/readPortal';
import { readToken } from '../portal/readToken';
import type { Surroundings } from '../Surroundings';

const kinds = {
  head: 'text',
  'token-env': 'text',
  json: 'switch',
} as const;

const headForm = /^([0-9]{1,15}):([0-9a-f]{64})$/;
/** With a place in what people read, once the log was gone through. */
const nextForm =
  /^([0-9]{1,15}):([0-9a-f]{64})(?::([0-9][.][0-9a-f]{0,300}))?$/;

/** What a command line that gets no answer ends with. */
interface NoAnswer {
  status: 'unanswered';
  message: string;
}

/**
 * `ct integrity`: whether the sealed log of a portal is whole (S10.2). Ends with zero only where the portal said so of
 * all of it, and where it agrees with the head that was given.
 */
export async function integrity(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const request = {
    portal: readPortal(onlyPositional(positionals, 'address of a portal')),
    token: readToken(values['token-env'], surroundings),
    known: values.head === undefined ? undefined : readHead(values.head),
  };
  const answer = await wholeAnswer(request);
  await surroundings.print(
    values.json ? `${plainJson(answer)}\n` : inWords(answer),
  );
  return endingOf(answer);
}

function readHead(text: string): NotedHead {
  const match = headForm.exec(text);
  if (!match) throw new UsageError('--head is not SEQUENCE:HASH');
  return { sequence: Number(match[1]), hash: match[2] };
}

/** Page by page. Each has to come further than the one before it: an answer that leads in circles is none. */
async function wholeAnswer(
  request: Omit<IntegrityRequest, 'after'>,
): Promise<IntegrityAnswer | NoAnswer> {
  let after: Reached | undefined;
  try {
    for (;;) {
      const answer = await askForIntegrity({ ...request, after });
      if (answer.status !== 'unfinished') return against(answer, request);
      after = furtherThan(after, answer.next);
    }
  } catch (error) {
    return { status: 'unanswered', message: (error as Error).message };
  }
}

/** @throws Error where the answer does not lead further in one of the two, or leads back in the other */
function furtherThan(before: Reached | undefined, next = ''): Reached {
  const match = nextForm.exec(next);
  const [sequence, place] = [Number(match?.[1]), match?.[3] ?? ''];
  const last = before ?? { place: '', sequence: 0 };
  const isFurther = sequence > last.sequence || place > last.place;
  if (!match || !isFurther || sequence < last.sequence || place < last.place)
    throw new Error('the answer leads nowhere');
  return { sequence, hash: match[2], place };
}

/** What can be held against the noted head here is not left to the portal. */
function against(
  answer: IntegrityAnswer,
  { known }: { known?: NotedHead },
): IntegrityAnswer {
  const { head, status } = answer;
  const isShorter = known !== undefined && head.sequence < known.sequence;
  const isOther = head.sequence === known?.sequence && head.hash !== known.hash;
  if (status === 'broken' || !(isShorter || isOther)) return answer;
  return {
    ...answer,
    status: 'broken',
    message: 'broken: the log does not have the head that was noted',
    broken: {
      sequence: isShorter ? head.sequence + 1 : head.sequence,
      how: isShorter ? 'tail-cut' : 'rewritten',
    },
  };
}

function inWords(answer: IntegrityAnswer | NoAnswer): string {
  if (answer.status === 'unanswered')
    return `could not tell: ${shown(answer.message, 500)}\n`;
  const { head, broken, checkpoint, unsealed, erased, message } = answer;
  const { differences = [] } = answer;
  const lines = [
    shown(message, 500),
    broken && `  entry      ${broken.sequence} (${shown(broken.how, 100)})`,
    ...differences.map(one => `  differs    ${shown(one.message, 700)}`),
    checkpoint && `  begins at  ${checkpoint.sequence}:${checkpoint.hash}`,
    `  head       ${head.sequence}:${head.hash}`,
    unsealed > 0 && `  unsealed   ${unsealed}`,
    erased &&
      `  erased     ${erased} (compare with the auditor's identity-erase)`,
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

function endingOf({ status }: IntegrityAnswer | NoAnswer): Ending {
  if (status === 'whole') return 'ok';
  return status === 'broken' || status === 'differs'
    ? 'untrusted'
    : 'inconclusive';
}
