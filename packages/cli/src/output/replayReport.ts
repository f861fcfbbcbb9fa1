import type {
  ReplayAnswer,
  ReplayFlips,
  ReplayIdentity,
  ReplayOutcome,
  ReplaySide,
} from '../replay/ReplayAnswer';
import { shown } from './shown';

/** More than these lines of a kind nobody reads; the JSON has all. */
const mostLines = 100;

/** The answer of `registry replay` for people. */
export function replayReport(path: string, answer: ReplayAnswer): string {
  const { base, outcome, problem = 'no reason was given' } = answer;
  if (!outcome) return `could not tell: ${shown(problem, 500)}\n`;
  const { counts } = outcome;
  const lines = [
    `${shown(path)} against version ${base}: ${usages(counts.usages)} replayed`,
    `  more permissive      ${counts.morePermissive}`,
    `  newly denied         ${counts.newlyDenied}`,
    `  stricter otherwise   ${counts.stricter - counts.newlyDenied}`,
    `  cannot be predicted  ${counts.unpredictable}`,
    `  the same             ${counts.same}`,
    ...some(outcome.groups.map(groupLine)),
    ...some(identityLines(outcome)),
  ];
  return `${lines.join('\n')}\n`;
}

function groupLine(group: ReplayFlips): string {
  const { environment, before, after, unpredictable } = group;
  const where =
    environment === undefined
      ? 'no declared environment'
      : shown(environment, 100);
  const what =
    unpredictable === undefined
      ? `${side(before)} becomes ${side(after)}`
      : `cannot predict (${shown(unpredictable, 100)})`;
  return `${where}: ${usages(group.usages)}: ${what}`;
}

function side({ verdict, decision, code }: ReplaySide): string {
  return shown(`${verdict} (${decision}, ${code})`, 200);
}

function identityLines(outcome: ReplayOutcome): string[] {
  const { foreign, own, isForeignCut, isOwnCut } = outcome;
  const cut = 'newly accepted: more of them than the portal lists';
  return [
    ...foreign.map(one => `newly accepted, foreign: ${identity(one)}`),
    ...own.map(one => `newly accepted: ${identity(one)}`),
    ...(isForeignCut || isOwnCut ? [cut] : []),
  ];
}

function identity(one: ReplayIdentity): string {
  const { subject, issuer, fingerprint, authority, environments } = one;
  const who =
    subject === undefined
      ? `key ${fingerprint ?? authority}`
      : `${subject} at ${issuer}`;
  const where = environments.length > 0 ? ` in ${environments.join(', ')}` : '';
  return shown(`${who}, for ${usages(one.usages)}${where}`, 2_000);
}

function some(lines: string[]): string[] {
  const more = lines.length - mostLines;
  return [
    ...lines.slice(0, mostLines).map(line => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more, see --json`] : []),
  ];
}

function usages(count: number): string {
  return count === 1 ? '1 usage' : `${count} usages`;
}
