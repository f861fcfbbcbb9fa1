import type { Report } from './Report';
import { shown } from './shown';
import { aligned, signatureLines, type Line } from './signatureLines';
import { unseenLines } from './unseen';

/** The answer of `verify` for people: the verdict first, then why. */
export function humanReport(report: Report): string {
  const { verdict, reason, digest, reference } = report;
  const lines: Line[] =
    verdict === 'trusted'
      ? [['why', shown(reason.sentence)]]
      : [
          ['why', `${shown(reason.title)} (${reason.code})`],
          ['', shown(reason.sentence)],
          ['fix', shown(reason.fix)],
        ];
  if (verdict !== 'trusted') lines.push(...unseenLines(report));
  if (digest) lines.push(['digest', digest]);
  const [first] = report.signatures;
  if (first) lines.push(...signatureLines(first));
  const others = report.found - 1;
  if (others > 0) lines.push(['', `${others} more: ct inspect shows them`]);
  return `${verdict}: ${shown(reference)}\n${aligned(lines)}`;
}
