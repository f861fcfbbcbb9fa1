import { severities, type Severity } from '../../records/statement';
import type { BuildLevel, Requirement } from '../requirement';
import { modes } from '../rule';
import { readModes } from './readModes';
import { readPattern } from './readPattern';
import { readSigner } from './readSigner';
import { readText, Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

/** What each type can say beside signers and an age. A key of another type is a mistake, never ignored. */
const ownKeys: Record<Requirement['type'], string[]> = {
  signature: [],
  provenance: ['minimumLevel', 'builders'],
  sbom: [],
  scan: ['maximum'],
  test: [],
  summary: ['verifiers', 'levels'],
};

const types = Object.keys(ownKeys) as Requirement['type'][];
const everyKey = [
  'type',
  'signers',
  'mode',
  'modes',
  'maximumAge',
  'log',
  'matchReference',
];

/**
 * One requirement of a rule.
 *
 * @param environments - those in which the rule applies; absent: every one
 * @throws ConfigurationError with the path of the first mistake
 */
export function readRequirement(
  value: unknown,
  path: string,
  environments?: readonly string[],
): Requirement {
  const all = [...everyKey, ...Object.values(ownKeys).flat()];
  const type = Section.of(value, path, all).optionalOneOf('type', types);
  const section = Section.of(value, path, [
    ...everyKey,
    ...(type ? ownKeys[type] : []),
  ]);
  return withoutUndefined({
    signers: section.optionalList('signers', readSigner),
    mode: section.optionalOneOf('mode', modes),
    modes: readModes(section, environments),
    maximumAgeMs: readAge(section),
    log: section.optionalBoolean('log'),
    matchReference: section.optionalBoolean('matchReference'),
    ...ownFields(type ?? section.fail('type', 'is missing'), section),
  });
}

function ownFields(type: Requirement['type'], section: Section): Requirement {
  switch (type) {
    case 'provenance':
      return {
        type,
        minimumLevel: section.optionalInteger('minimumLevel', 1, 3) as
          | BuildLevel
          | undefined,
        builders: section.optionalList('builders', readPattern),
      };
    case 'scan':
      return { type, maximum: readMaximum(section) };
    case 'summary':
      return {
        type,
        verifiers: section.optionalList('verifiers', readText),
        levels: section.optionalList('levels', readText),
      };
    default:
      return { type };
  }
}

const mostFindings = 1_000_000;

function readMaximum(
  parent: Section,
): Partial<Record<Severity, number>> | undefined {
  if (!parent.has('maximum')) return undefined;
  const at = parent.at('maximum');
  const section = Section.of(parent.raw('maximum'), at, severities);
  if (!severities.some(severity => section.has(severity)))
    parent.fail('maximum', `limits nothing; name ${severities.join(', ')}`);
  return withoutUndefined(
    Object.fromEntries(
      severities.map(severity => [
        severity,
        section.optionalInteger(severity, 0, mostFindings),
      ]),
    ),
  );
}

/** The units in which Backstage writes durations, as far as their length is fixed. */
const units = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 7 * 86_400_000,
};
const longestAge = 10 * 366 * units.days;

function readAge(parent: Section): number | undefined {
  if (!parent.has('maximumAge')) return undefined;
  const names = Object.keys(units) as (keyof typeof units)[];
  const at = parent.at('maximumAge');
  const section = Section.of(parent.raw('maximumAge'), at, names);
  const age = names.reduce((sum, unit) => {
    const count = section.optionalInteger(unit, 0, longestAge / units[unit]);
    return sum + (count ?? 0) * units[unit];
  }, 0);
  return age > 0 ? age : parent.fail('maximumAge', 'is no time at all');
}
