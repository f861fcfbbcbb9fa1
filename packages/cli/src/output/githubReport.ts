import { appendFile } from 'node:fs/promises';
import type { Surroundings } from '../Surroundings';
import { humanReport } from './humanReport';
import type { Report } from './Report';
import { shown } from './shown';

/**
 * The answer of `verify` for GitHub Actions: an annotation, and the answer for people below it.
 *
 * @remarks Source: GitHub's documentation of workflow commands; the runner reads a command at the start of each line.
 */
export function githubReport(report: Report): string {
  const { verdict, reason, reference } = report;
  const level = verdict === 'trusted' ? 'notice' : 'error';
  const title = `${verdict}: ${shown(reference, 200)}`;
  const message =
    verdict === 'trusted'
      ? shown(reason.sentence)
      : `${shown(reason.title)} (${reason.code})\n${shown(
          reason.sentence,
        )}\n${shown(reason.fix)}`;
  return `::${level} title=${asProperty(title)}::${asData(
    message,
  )}\n${humanReport(report)}`;
}

/** Line breaks and per cents would end the message, and what follows would be an order of its own. */
function asData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** Properties end at commas and colons too. */
function asProperty(text: string): string {
  return asData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** Puts the answer on the page of the run, where GitHub says where that is. */
export async function writeSummary(
  report: Report,
  { env, warn }: Surroundings,
): Promise<void> {
  const path = env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  try {
    await appendFile(path, summaryOf(report));
  } catch {
    warn('The summary of the step could not be written.');
  }
}

function summaryOf(report: Report): string {
  const { reference, verdict, reason, digest } = report;
  const rows = [
    ['artifact', reference],
    ['verdict', verdict],
    ['why', `${reason.sentence} (${reason.code})`],
    ...(verdict === 'trusted' ? [] : [['fix', reason.fix]]),
    ...(digest ? [['digest', digest]] : []),
  ];
  return `| Countersign | |\n| --- | --- |\n${rows
    .map(([label, value]) => `| ${label} | ${asMarkdown(value)} |\n`)
    .join('')}\n`;
}

/** Everything that Markdown or HTML could read as more than a character is written as a number. */
function asMarkdown(text: string): string {
  return shown(text).replace(
    /[^A-Za-z0-9 ,.;\u00a0-\uffff]/gu,
    character => `&#${character.codePointAt(0)};`,
  );
}
