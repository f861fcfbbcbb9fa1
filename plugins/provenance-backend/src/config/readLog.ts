import { readText, Section } from '@countersign/domain';
import type { LogSettings } from '../log';
import { readDuration, toMilliseconds } from './readDuration';

/** A week and a year are as long as people say; leap days are not what a retention is about. */
const year = { days: 365 };

/** Everything under `provenance.log`: the sealed log, its head, and how long it is kept. */
export function readLog(value: unknown, path: string): LogSettings {
  const section = Section.of(value, path, [
    'headInterval',
    'retention',
    'erasers',
  ]);
  const duration = (
    key: string,
    otherwise: number,
    bounds: Parameters<typeof readDuration>[2],
  ) =>
    section.has(key)
      ? readDuration(section.raw(key), section.at(key), bounds)
      : otherwise;
  const erasers = section.optionalList('erasers', readText) ?? [];
  erasers.forEach((ref, i) => {
    if (!/^(?:user|group):[^/:\s]+\/[^/:\s]+$/.test(ref))
      section.fail(
        `erasers[${i}]`,
        'must be a full reference, such as group:default/privacy',
      );
  });
  return {
    headIntervalMs: duration('headInterval', toMilliseconds({ hours: 1 }), {
      least: { minutes: 1 },
      most: { hours: 1 },
    }),
    retentionMs: duration('retention', 7 * toMilliseconds(year), {
      least: { days: 30 },
      most: { days: 36_500 },
    }),
    erasers,
  };
}
