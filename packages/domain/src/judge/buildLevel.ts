import type { Evidence } from '../records/evidence';
import type { BuildLevel } from '../registry/requirement';
import {
  reviewedBuilders,
  type ReviewedBuilder,
} from '../registry/reviewedBuilders';
import { fitsPattern } from './fitsPattern';

/**
 * The SLSA build level of a provenance, by the reviewed table of builders and their signers; never by what the
 * provenance says of itself (S2.3).
 *
 * @param builders - what the company reviewed beside {@link reviewedBuilders}
 * @returns `undefined` for what is no proven provenance, and for a builder that nobody reviewed with this signer
 * @public
 */
export function buildLevelOf(
  evidence: Evidence,
  builders: ReviewedBuilder[] = [],
): BuildLevel | undefined {
  const { statement, outcome } = evidence;
  if (outcome.status !== 'proven' || statement?.role !== 'provenance')
    return undefined;
  const { builder } = statement;
  if (builder === undefined) return undefined;
  return [...reviewedBuilders, ...builders]
    .filter(row => speaksOf(row, builder, evidence))
    .map(({ level }) => level)
    .sort((a, b) => b - a)[0];
}

function speaksOf(
  { builder, signer }: ReviewedBuilder,
  named: string,
  evidence: Evidence,
): boolean {
  if ('key' in signer)
    return (
      evidence.signer?.type === 'key' &&
      evidence.authority === signer.key &&
      builder !== undefined &&
      fitsPattern(builder, named)
    );
  const found = evidence.signer;
  return (
    found?.type === 'certificate' &&
    found.issuer === signer.issuer &&
    fitsPattern(signer.subject, found.subject) &&
    hasClaims(found.claims, signer.claims ?? {}) &&
    (builder === undefined
      ? named === found.subject
      : fitsPattern(builder, named))
  );
}

function hasClaims(found: object, wanted: object): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => new Map(Object.entries(found)).get(name) === value,
  );
}
