import { describeSigner } from '@countersign/domain';
import type { SignatureReport } from './Report';
import { shown } from './shown';

/** Label and value, both safe to show. */
export type Line = [label: string, value: string];

/** One signature for people: who, from which source, and where it is logged. */
export function signatureLines(signature: SignatureReport): Line[] {
  return [
    ...signerLines(signature),
    ...sourceLines(signature),
    ...logLines(signature),
    ...statementLines(signature),
  ];
}

/** Without a proof it is anybody's word, and is called that. */
function signerLines({ signer, authority, isProven }: SignatureReport): Line[] {
  if (!signer) return [];
  const words: Line = [
    isProven ? 'signer' : 'it says',
    shown(describeSigner(signer, isProven ? authority : undefined)),
  ];
  if (signer.type === 'key')
    return signer.fingerprint === undefined
      ? [words]
      : [words, ['', `fingerprint ${signer.fingerprint}`]];
  return [
    words,
    ['', shown(signer.subject)],
    [
      '',
      `issuer ${shown(signer.issuer)}${
        isProven ? `, proven by ${shown(authority)}` : ''
      }`,
    ],
  ];
}

function sourceLines({ signer, isProven }: SignatureReport): Line[] {
  if (signer?.type !== 'certificate' || !isProven) return [];
  const { sourceRepository, sourceRef, sourceDigest } = signer.claims;
  if (sourceRepository === undefined) return [];
  const rest = [sourceRef, sourceDigest].flatMap(part =>
    part === undefined ? [] : [shown(part)],
  );
  return [['source', [shown(sourceRepository), ...rest].join(' ')]];
}

function logLines({ logEntry, provenTimes }: SignatureReport): Line[] {
  const time: Line[] = provenTimes.slice(0, 1).map(at => ['signed', at]);
  if (!logEntry) return time;
  const { logIndex, logId, kind } = logEntry;
  return [
    ...time,
    ['log entry', `${shown(logIndex)} of log ${shown(logId)} (${shown(kind)})`],
  ];
}

function statementLines({ statement }: SignatureReport): Line[] {
  const type = statement?.predicateType;
  return type === undefined ? [] : [['states', shown(type)]];
}

/** Lines below each other, values in one column. */
export function aligned(lines: Line[]): string {
  const width = Math.max(0, ...lines.map(([label]) => label.length)) + 2;
  return lines
    .map(([label, value]) => `  ${label.padEnd(width)}${value}\n`)
    .join('');
}
