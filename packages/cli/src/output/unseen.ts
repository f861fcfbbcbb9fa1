import type { Report, SourceLook } from './Report';
import { shown } from './shown';
import type { Line } from './signatureLines';

type Seen = Pick<Report, 'digest' | 'problem' | 'sources'>;

/** An outage meets every child of an index alike; a few lines say so. */
const mostLines = 5;

/** Whether there was a place that could not be looked at, or not to its end. */
export function isUnseen({ problem, sources }: Seen): boolean {
  return problem !== undefined || unseenSources(sources).length > 0;
}

/** What could not be looked at, and why: the cause that somebody can act on. */
export function unseenLines({ digest, problem, sources }: Seen): Line[] {
  const unseen = unseenSources(sources);
  const lines = unseen.slice(0, mostLines).map((source): Line => {
    const child = source.subject === digest ? '' : ` of ${source.subject}`;
    return ['not seen', `${source.source}${child}: ${whyUnseen(source)}`];
  });
  if (unseen.length > mostLines)
    lines.push(['', `${unseen.length - mostLines} more: --json lists them`]);
  return problem
    ? [['problem', `${shown(problem.message)} (${problem.code})`], ...lines]
    : lines;
}

function unseenSources(sources: SourceLook[]): SourceLook[] {
  return sources.filter(
    ({ status }) => status === 'failed' || status === 'limited',
  );
}

function whyUnseen(source: SourceLook): string {
  if (source.status === 'failed') return shown(source.cause.message);
  return source.status === 'limited' ? `over the limit ${source.limit}` : '';
}
