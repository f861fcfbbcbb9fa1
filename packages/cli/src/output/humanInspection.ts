import type { Inspection, SignatureReport } from './Report';
import { shown } from './shown';
import { aligned, signatureLines, type Line } from './signatureLines';
import { unseenLines } from './unseen';

/** The answer of `inspect` for people. It says who signed, and never whether they may. */
export function humanInspection(inspection: Inspection): string {
  const { reference, digest, kinds, signatures } = inspection;
  const head: Line[] = digest ? [['digest', digest]] : [];
  if (kinds?.length) head.push(['kind', kinds.join(' or ')]);
  head.push(...unseenLines(inspection));
  const parts = signatures.map(
    (signature, i) =>
      `\nsignature ${i + 1} of ${signatures.length}\n${aligned(
        linesOf(signature),
      )}`,
  );
  const count = `${signatures.length} ${
    signatures.length === 1 ? 'signature' : 'signatures'
  } found`;
  return `${count}: ${shown(reference)}\n${aligned(head)}${parts.join('')}`;
}

function linesOf(signature: SignatureReport): Line[] {
  const { isProven, authority, problem, source, format, subject } = signature;
  const standing = isProven
    ? `proven by ${shown(authority)}`
    : `not proven by ${shown(authority)}: ${shown(problem?.message ?? '')} (${
        problem?.code
      })`;
  return [
    ['standing', standing],
    ...signatureLines(signature),
    ['found in', `${source} (${format})`],
    ['for', subject],
  ];
}
