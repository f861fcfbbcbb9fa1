import type { SummaryStatement } from '@countersign/domain';
import { EvidenceFailure } from '../EvidenceFailure';
import { textAt } from '../json';
import { malformed, optionalList, requiredText } from './fields';

const results = new Map([
  ['PASSED', 'passed'],
  ['FAILED', 'failed'],
] as const);

/** A verifier names one level for each track, and a few of its own. */
const mostLevels = 50;

/** @remarks Source: SLSA 1.0, Verification Summary Attestation v1. Version 0 has other fields and is not read. */
export function readVerificationSummary(predicate: unknown): SummaryStatement {
  const word = requiredText(predicate, 'verificationResult');
  const result = results.get(word as 'PASSED');
  if (!result) throw malformed(`${word} is no result of a verification`);
  const policy = textAt(predicate, 'policy', 'uri');
  const verifiedAt = textAt(predicate, 'timeVerified');
  return {
    role: 'summary',
    summary: {
      verifier: requiredText(predicate, 'verifier', 'id'),
      ...(policy !== undefined && { policy }),
      resource: requiredText(predicate, 'resourceUri'),
      result,
      levels: levelsIn(predicate),
      ...(verifiedAt !== undefined && { verifiedAt }),
    },
  };
}

function levelsIn(predicate: unknown): string[] {
  const levels = optionalList(predicate, 'verifiedLevels');
  if (levels.length > mostLevels)
    throw new EvidenceFailure(
      'claims',
      'limit-exceeded',
      `the summary names more than ${mostLevels} levels`,
    );
  return levels.map(level => {
    if (typeof level === 'string') return level;
    throw malformed('a level of the summary is not a text');
  });
}
