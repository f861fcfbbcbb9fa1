import { readAcceptance, readRegistryFile } from '@countersign/domain';
import type { Ending } from '../exit/exitCodes';
import { readNamedFile } from '../files';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { plainJson, shown } from '../output';
import { replayReport } from '../output/replayReport';
import { readPortal } from '../portal/readPortal';
import { readToken } from '../portal/readToken';
import { askForReplay } from '../replay/askForReplay';
import type { ReplayAnswer } from '../replay/ReplayAnswer';
import type { Surroundings } from '../Surroundings';

const kinds = {
  portal: 'text',
  'token-env': 'text',
  json: 'switch',
} as const;

/**
 * `ct registry replay FILE`: what the list would do to everything that a portal knows, before anybody proposes it. Ends
 * with 1 where something would be denied, accepted or more permissive that was not, and with 3 where it cannot be told.
 */
export async function replayList(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const path = onlyPositional(positionals, 'registry file');
  if (values.portal === undefined)
    throw new UsageError('--portal is missing: whose usages are they?');
  const portal = {
    portal: readPortal(values.portal),
    token: readToken(values['token-env'], surroundings),
  };
  const content = await contentOf(path);
  const print = (answer: ReplayAnswer | { message: string }) =>
    surroundings.print(values.json ? asJson(path, answer) : say(path, answer));
  try {
    const answer = await askForReplay(portal, content);
    await print(answer);
    return endingOf(answer);
  } catch (error) {
    await print({ message: (error as Error).message });
    return 'inconclusive';
  }
}

/** Read as strictly as the portal reads it, so that a mistake is found before anybody is asked. */
async function contentOf(path: string): Promise<object> {
  const text = await readNamedFile(path, 'the registry file');
  try {
    const { list, strays } = readRegistryFile(text);
    if (strays.length > 0)
      throw new Error(
        `${strays[0].path}: ${strays[0].problem} (line ${strays[0].line})`,
      );
    readAcceptance(list, 'acceptance');
    const { initial, distrust, builders } = list as Record<string, unknown>;
    return {
      rules: initial ?? [],
      ...(distrust !== undefined && { distrust }),
      ...(builders !== undefined && { builders }),
    };
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

function endingOf({ outcome }: ReplayAnswer): Ending {
  if (!outcome) return 'inconclusive';
  const { counts, blockers } = outcome;
  const isFlip =
    counts.morePermissive + counts.newlyDenied > 0 ||
    blockers.some(({ why }) => why.some(one => one !== 'cannot-predict'));
  if (isFlip) return 'untrusted';
  return counts.unpredictable + blockers.length > 0 ? 'inconclusive' : 'ok';
}

function say(path: string, answer: ReplayAnswer | { message: string }): string {
  return 'message' in answer
    ? `could not tell: ${shown(answer.message, 500)}\n`
    : replayReport(path, answer);
}

function asJson(
  path: string,
  answer: ReplayAnswer | { message: string },
): string {
  const told =
    'message' in answer ? { state: 'unanswered', ...answer } : answer;
  return `${plainJson({
    ...{ version: 1, command: 'registry replay', file: path },
    ...told,
  })}\n`;
}
