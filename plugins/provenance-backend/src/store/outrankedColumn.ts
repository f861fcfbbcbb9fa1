import type { ClaimComparison } from '@countersign/domain';

/** By the number in the column; 0 is a claim that a usage rests on. Numbers stay what they are. */
const comparisons: (ClaimComparison | undefined)[] = [
  undefined,
  'unknown',
  'same',
  'differs',
];

/** A claim that is spoken over, and how it compares with what holds, in one number. */
export function outrankedColumn(
  comparison: ClaimComparison | undefined,
): number {
  return comparisons.indexOf(comparison);
}

/** A number of a newer release says that it is outranked, and no more. */
export function outrankedIn(column: number): ClaimComparison | undefined {
  return column === 0 ? undefined : comparisons[column] ?? 'unknown';
}
