import { Section } from '@countersign/domain';
import {
  boundsOfLimit,
  defaultLimits,
  type LimitName,
  type Limits,
} from '@countersign/verifier';

const names = Object.keys(defaultLimits) as LimitName[];

/** Everything under `provenance.limits`: what differs from the defaults. */
export function readLimits(value: unknown, path: string): Partial<Limits> {
  const section = Section.of(value, path, names);
  const limits: Partial<Limits> = {};
  for (const name of names) {
    const { least, most } = boundsOfLimit(name);
    const limit = section.optionalInteger(name, least, most);
    if (limit !== undefined) limits[name] = limit;
  }
  return limits;
}
