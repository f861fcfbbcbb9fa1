import type { HumanDuration } from '@backstage/types';
import { ConfigurationError, Section } from '@countersign/domain';

const milliseconds = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
} as const;

const units = Object.keys(milliseconds) as (keyof typeof milliseconds)[];

/**
 * A duration as Backstage writes it, `{ hours: 4 }`.
 *
 * @remarks Months and years are left out: they have no fixed length, and a staleness limit must have one.
 * @returns milliseconds
 * @throws ConfigurationError for an unknown unit, a negative amount or a length outside the bounds
 */
export function readDuration(
  value: unknown,
  path: string,
  bounds: { least: HumanDuration; most: HumanDuration },
): number {
  const section = Section.of(value, path, units);
  const length = sum(unit => section.optionalInteger(unit, 0, 10_000_000));
  const least = toMilliseconds(bounds.least);
  const most = toMilliseconds(bounds.most);
  if (length < least || length > most) {
    throw new ConfigurationError(
      path,
      `must lie between ${inWords(bounds.least)} and ${inWords(bounds.most)}`,
    );
  }
  return length;
}

export function toMilliseconds(duration: HumanDuration): number {
  return sum(unit => duration[unit]);
}

function sum(amount: (unit: keyof typeof milliseconds) => number | undefined) {
  return units.reduce(
    (total, unit) => total + (amount(unit) ?? 0) * milliseconds[unit],
    0,
  );
}

function inWords(duration: HumanDuration): string {
  return Object.entries(duration)
    .map(([unit, amount]) => `${amount} ${unit}`)
    .join(' ');
}
