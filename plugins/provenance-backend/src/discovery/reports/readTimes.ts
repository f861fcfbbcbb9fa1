import type { DeploymentReport } from '@countersign/backstage-plugin-provenance-common';
import { ConfigurationError } from '@countersign/domain';
import { readDuration } from '../../config/readDuration';
import { invalidReport, ReportRefusedError } from './ReportRefusedError';

/** How far the clocks of a pipeline and of this backend may lie apart. */
const skewMs = 5 * 60_000;

/** Nothing that runs now came there longer ago: a clock is wrong, or somebody tries what happens. */
const oldestMs = 10 * 366 * 86_400_000;

const instantForm =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * When something was deployed, and when it ends by itself.
 *
 * @throws ReportRefusedError
 */
export function readTimes(
  { at, lifetime }: DeploymentReport,
  now: Date,
): { at: string; expiresAt?: string } {
  const instant = at === undefined ? now.getTime() : instantOf(at);
  if (instant > now.getTime() + skewMs)
    throw outOfRange('"at" lies in the future.');
  if (instant < now.getTime() - oldestMs)
    throw outOfRange('"at" is longer ago than ten years.');
  const iso = (ms: number) => new Date(ms).toISOString();
  if (lifetime === undefined) return { at: iso(instant) };
  return { at: iso(instant), expiresAt: iso(instant + lifetimeMs(lifetime)) };
}

function instantOf(text: string): number {
  const instant = instantForm.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(instant))
    throw invalidReport(
      '"at" is an instant with a time zone, such as "2026-11-20T08:00:00Z".',
    );
  return instant;
}

function lifetimeMs(lifetime: object): number {
  try {
    return readDuration(lifetime, 'lifetime', {
      least: { minutes: 1 },
      most: { days: 366 },
    });
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw invalidReport(`${error.message}.`);
    throw error;
  }
}

function outOfRange(message: string): ReportRefusedError {
  return new ReportRefusedError('time-out-of-range', message);
}
