import type {
  LintFinding,
  RuleUse,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from './setup';
import { ago } from './time';

/** `Covers 412 usages, last met 3 h ago.` */
export function ruleUseWords(
  { usages, met, lastMetAt }: RuleUse,
  now: Date,
): string {
  if (usages === 0) return 'Speaks of nothing that runs.';
  const covers = `Covers ${counted(usages, 'usage')}`;
  if (met === 0) return `${covers}, never met.`;
  const some = met < usages ? `, met by ${met.toLocaleString('en-GB')}` : '';
  const last =
    lastMetAt === undefined ? '' : `, last met ${ago(lastMetAt, now)}`;
  return `${covers}${some}${last}.`;
}

/** Which of a rule's signers say nothing that another does not say already, a sentence each. */
export function shadowWords(findings: LintFinding[]): string[] {
  return findings
    .filter(({ code }) => code === 'shadowed-signer')
    .map(({ sentence }) => `Shadowed: ${sentence}`);
}
