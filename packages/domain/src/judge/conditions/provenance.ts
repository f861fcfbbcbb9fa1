import type { Evidence } from '../../records/evidence';
import type { ProvenanceRequirement } from '../../registry/requirement';
import type { ReviewedBuilder } from '../../registry/reviewedBuilders';
import { buildLevelOf } from '../buildLevel';
import { fitsPattern } from '../fitsPattern';

/** S2.3: the level comes from the reviewed table, and the builder is whom the statement names. */
export function provenanceProblem(
  { minimumLevel, builders }: ProvenanceRequirement,
  evidence: Evidence,
  reviewed: ReviewedBuilder[] | undefined,
): string | undefined {
  const { statement } = evidence;
  const builder =
    statement?.role === 'provenance' ? statement.builder : undefined;
  if (builders && !builders.some(wanted => fitsPattern(wanted, builder ?? '')))
    return `it was built by ${builder ?? 'nobody knows what'}`;
  if (minimumLevel === undefined) return undefined;
  const level = buildLevelOf(evidence, reviewed);
  if (level !== undefined && level >= minimumLevel) return undefined;
  return level === undefined
    ? `nobody reviewed ${
        builder ?? 'its builder'
      } with this signer, so it has no SLSA build level`
    : `it has SLSA build level ${level}, not ${minimumLevel}`;
}
