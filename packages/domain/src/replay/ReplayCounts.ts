import type { Flip } from './Flip';
import { SmallestKeys } from './SmallestKeys';

/**
 * Usages by what a change does to them. Every one is in `same`, `morePermissive` or `stricter`; the others are among
 * those.
 *
 * @public
 */
export interface ReplayCounts {
  usages: number;
  same: number;
  morePermissive: number;
  stricter: number;
  newlyDenied: number;
  unpredictable: number;
}

/**
 * Usages that have something in common.
 *
 * @public
 */
export interface ReplayFacet {
  /** Absent: those that have none. */
  name?: string;
  counts: ReplayCounts;
}

/**
 * Usages by something that they have in common, in the order of the names.
 *
 * @public
 */
export interface ReplayFacets {
  of: ReplayFacet[];
  /** Of all names for which there is no room. */
  others?: ReplayCounts;
}

export function noCounts(): ReplayCounts {
  return {
    ...{ usages: 0, same: 0, morePermissive: 0, stricter: 0 },
    ...{ newlyDenied: 0, unpredictable: 0 },
  };
}

const fields = {
  same: 'same',
  'more-permissive': 'morePermissive',
  stricter: 'stricter',
} as const;

export function countIn(counts: ReplayCounts, flip: Flip): void {
  counts.usages++;
  counts[fields[flip.direction]]++;
  if (flip.isNewlyDenied) counts.newlyDenied++;
  if (flip.unpredictable) counts.unpredictable++;
}

/** Counts by names of which some are strangers': there is room for so many, and the others are one. */
export class FacetTally {
  private readonly others = noCounts();
  private readonly kept: SmallestKeys<ReplayCounts>;

  constructor(most: number) {
    this.kept = new SmallestKeys(most, counts => this.addToOthers(counts));
  }

  add(name: string | undefined, flip: Flip): void {
    // A name may be empty, and none sorts first.
    const key = name === undefined ? '' : `=${name}`;
    countIn(this.kept.at(key, noCounts) ?? this.others, flip);
  }

  result(): ReplayFacets {
    return {
      of: this.kept.entries().map(([key, counts]) => ({
        ...(key !== '' && { name: key.slice(1) }),
        counts: { ...counts },
      })),
      ...(this.kept.isCut && { others: { ...this.others } }),
    };
  }

  private addToOthers(counts: ReplayCounts): void {
    for (const name of Object.keys(counts) as (keyof ReplayCounts)[])
      this.others[name] += counts[name];
  }
}
