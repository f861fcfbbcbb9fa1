import type {
  IntegrityBreak,
  IntegrityReport,
} from '@countersign/backstage-plugin-provenance-common';
import type { LogHead } from './withHead';

const breaks: Record<IntegrityBreak, string> = {
  'row-changed': 'this entry is not what was sealed',
  'hash-mismatch': 'this link does not follow from the one before it',
  gap: 'this link is missing',
  'payload-missing': 'what this link commits to is missing',
  'tail-cut': 'the log ends before this entry, and did not always',
  rewritten: 'the log has another entry here than it had',
  'forged-pruning':
    'what came before is missing, and no pruning by the product explains it',
  'forged-erasure':
    'a detail was replaced, and no erasure by the product explains it',
  unlinked: 'rows lie beside the chain',
};

/** What the answer means, in one sentence (S10.2). */
export function wordsFor(found: {
  status: IntegrityReport['status'];
  known?: LogHead;
  how?: IntegrityBreak;
}): string {
  const { status, known, how } = found;
  if (how) return `broken: ${breaks[how]}`;
  if (status === 'differs')
    return 'the log is whole, and rows that people read say something else';
  if (status === 'unfinished') return 'nothing is wrong so far; not at the end';
  if (status === 'unknown')
    return (
      'consistent in itself; the known head lies before the checkpoint and proves nothing. ' +
      'If it was noted after the instant at which the checkpoint was sealed, the pruning is forged'
    );
  return known
    ? 'whole, and it agrees with the known head'
    : 'consistent in itself; no proof against a database administrator';
}
