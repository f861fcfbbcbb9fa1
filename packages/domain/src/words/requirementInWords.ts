import { severities } from '../records/statement';
import type { Requirement } from '../registry/requirement';
import { visibleText } from '../text';
import { listed } from './listed';
import { modeInWords } from './modesInWords';
import { referenceInWords, shownPattern } from './patternInWords';
import { conditionedWords, signerInWords } from './signerInWords';

/**
 * One thing that a rule asks for, in words: "The newest scan has at most 0 critical findings; it is no older than
 * 7 days, by proven time." Safe to show.
 *
 * @public
 */
export function requirementInWords(requirement: Requirement): string {
  return `${[coreOf(requirement), ...limitsOf(requirement)].join('; ')}.`;
}

function coreOf(requirement: Requirement): string {
  switch (requirement.type) {
    case 'signature':
      return 'One signature or provenance';
    case 'provenance':
      return ['One provenance', ...provenanceParts(requirement)].join(', ');
    case 'sbom':
      return 'One bill of materials (SBOM)';
    case 'scan':
      return `The newest scan ${scanWords(requirement.maximum)}`;
    case 'test':
      return 'The newest test result says that all passed';
    case 'summary':
      return [
        'The newest verification summary (VSA) says that it passed',
        ...summaryParts(requirement),
      ].join(', ');
    default:
      // Configuration refuses what it does not know; should it come through, nothing meets it.
      return 'Something that this version does not know, and that nothing meets';
  }
}

function provenanceParts({
  minimumLevel,
  builders,
}: Extract<Requirement, { type: 'provenance' }>): string[] {
  return [
    ...(minimumLevel === undefined
      ? []
      : [
          `of a builder that was reviewed for SLSA build level ${minimumLevel}${
            minimumLevel < 3 ? ' or more' : ''
          }`,
        ]),
    ...(builders
      ? [`built by ${listed(builders.map(referenceInWords), 'or')}`]
      : []),
  ];
}

function scanWords(
  maximum: Extract<Requirement, { type: 'scan' }>['maximum'] = {},
): string {
  const limits = severities.flatMap(severity => {
    const most = maximum[severity];
    return most === undefined ? [] : [`${most} ${severity}`];
  });
  return limits.length === 0
    ? 'can be read, whatever it found'
    : `found at most ${listed(limits)}`;
}

function summaryParts({
  verifiers,
  levels,
}: Extract<Requirement, { type: 'summary' }>): string[] {
  const names = (all: string[]) => all.map(one => shownPattern(one));
  return [
    ...(verifiers ? [`verified by ${listed(names(verifiers), 'or')}`] : []),
    ...(levels ? [`at ${listed(names(levels))}`] : []),
  ];
}

/** What every requirement can say besides. */
function limitsOf(requirement: Requirement): string[] {
  const { signers, maximumAgeMs, log, matchReference } = requirement;
  return [
    ...(signers
      ? [
          `signed by ${listed(
            signers.map(one => conditionedWords(signerInWords(one))),
            'or by',
          ).replace(/,$/, '')}`,
        ]
      : []),
    ...(maximumAgeMs === undefined
      ? []
      : [`no older than ${durationInWords(maximumAgeMs)}, by proven time`]),
    ...(log ? ['recorded in a transparency log, which is proven'] : []),
    ...(matchReference
      ? ['what was signed names the repository from which it runs']
      : []),
    ...modesOf(requirement),
  ];
}

function modesOf({
  mode,
  modes,
}: Pick<Requirement, 'mode' | 'modes'>): string[] {
  const parts = [
    ...(mode === undefined ? [] : [`this one ${modeInWords(mode)}`]),
    ...Object.entries(modes ?? {}).map(
      ([name, one]) => `in ${visibleText(name, 120)} ${modeInWords(one)}`,
    ),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

const units: [string, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
];

/** `7 days`, `1 hour and 30 minutes` */
function durationInWords(milliseconds: number): string {
  const { parts } = units.reduce(
    ({ rest, parts: before }, [unit, length]) => {
      const count = Math.floor(rest / length);
      const part = `${count} ${unit}${count === 1 ? '' : 's'}`;
      return {
        rest: rest - count * length,
        parts: count > 0 ? [...before, part] : before,
      };
    },
    { rest: milliseconds, parts: [] as string[] },
  );
  return listed(parts);
}
