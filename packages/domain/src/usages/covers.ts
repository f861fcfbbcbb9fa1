import type { UsageIdentity } from '../records/usage';
import type { Claim } from './Claim';

const dimensions = ['environment', 'cloud', 'location'] as const;

/** Whether a claim speaks over another one of a lower standing: about the same artifact, in a place that the other one means too. */
export function covers(better: Claim, other: Claim): boolean {
  // What nobody can read says nothing about what runs.
  if (better.problem || !sameArtifact(better.identity, other.identity))
    return false;
  return dimensions.every(
    dimension =>
      other.identity[dimension] === undefined ||
      other.identity[dimension] === better.identity[dimension],
  );
}

/** The same text for claims about one usage. An array keeps the fields in their places. */
export function placeOf(identity: UsageIdentity): string {
  const { entityRef, kind, repository } = identity;
  const place = dimensions.map(dimension => identity[dimension] ?? null);
  return JSON.stringify([entityRef, kind, repository ?? null, ...place]);
}

function sameArtifact(a: UsageIdentity, b: UsageIdentity): boolean {
  return (
    a.entityRef === b.entityRef &&
    a.kind === b.kind &&
    a.repository === b.repository
  );
}
