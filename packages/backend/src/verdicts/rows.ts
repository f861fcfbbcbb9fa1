import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ARTIFACTS_ANNOTATION,
  type UsageSummary,
  visibleText,
} from '@countersign/backstage-plugin-provenance-common';
import {
  EXPECTED_ANNOTATION,
  ExpectationError,
  parseExpectation,
  type Expectation,
} from '@countersign/sandbox';
import { parse } from 'yaml';

/** One line of the table: a usage, what it was expected to come to, and what it came to. */
export interface Row {
  entity: string;
  artifact: string;
  expected: string;
  actual: string;
  code: string;
  findings: string;
  /** `undefined` where nothing was expected. */
  agrees: boolean | undefined;
}

/** What an entity's author wrote where no expectation can be read from it: nothing agrees with that. */
interface Unreadable {
  unreadable: string;
}

type Expected = Expectation | Unreadable | undefined;

/** Lines for everything that entities name and for what became of it. */
export function toRows(entities: Entity[], usages: UsageSummary[]): Row[] {
  return entities
    .map(entity => ({ entity, ref: stringifyEntityRef(entity) }))
    .sort((a, b) => a.ref.localeCompare(b.ref))
    .flatMap(({ entity, ref }) => {
      const own = usages.filter(usage => usage.entityRef === ref);
      const expectationOf = readExpectations(entity);
      if (own.length === 0) return [missingRow(ref, expectationOf(undefined))];
      return own
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
        .map(usage => toRow(ref, usage, expectationOf(usage)));
    });
}

function toRow(ref: string, usage: UsageSummary, expected: Expected): Row {
  const findings = [
    ...usage.findings.map(({ code }) => code),
    ...(usage.freshness.status === 'stale' ? ['stale'] : []),
  ];
  return {
    entity: ref.replace(/^component:default\//, ''),
    artifact: nameOf(usage),
    expected: describe(expected),
    actual: usage.verdict,
    code: usage.reason.code,
    findings: findings.join(' '),
    agrees: expected && agrees(expected, usage, findings),
  };
}

function agrees(
  expected: Expectation | Unreadable,
  usage: UsageSummary,
  findings: string[],
): boolean {
  if ('unreadable' in expected) return false;
  const { verdict, code = usage.reason.code, also } = expected;
  return (
    usage.verdict === verdict &&
    usage.reason.code === code &&
    also.every(word => findings.includes(word))
  );
}

function missingRow(ref: string, expected: Expected): Row {
  return {
    entity: ref.replace(/^component:default\//, ''),
    artifact: '-',
    expected: describe(expected),
    actual: 'no usage',
    code: '-',
    findings: '',
    agrees: expected && false,
  };
}

function describe(expected: Expected): string {
  if (!expected) return '-';
  if ('unreadable' in expected) return expected.unreadable;
  const { verdict, code, also } = expected;
  return [verdict, ...(code ? [code] : []), ...also].join(' ');
}

/** The end of the reference and where it runs; both are a stranger's words on somebody's terminal. */
function nameOf({ reference, environment, location }: UsageSummary): string {
  const words = [reference.split('/').pop(), environment, location];
  return visibleText(words.filter(Boolean).join(' '));
}

/**
 * What is expected of each usage of an entity. A list of expectations goes by the order in the annotation; where that
 * cannot be read there is one usage for the whole entity, and the first expectation is its.
 */
function readExpectations(
  entity: Entity,
): (usage: UsageSummary | undefined) => Expected {
  const { annotations = {} } = entity.metadata;
  const text = annotations[EXPECTED_ANNOTATION];
  if (text === undefined) return () => undefined;
  const expected = parseOrQuote(text);
  if (!Array.isArray(expected)) return () => expected;
  const places = readPlaces(annotations[ARTIFACTS_ANNOTATION]);
  return usage =>
    expected[Math.max(0, usage ? places.indexOf(placeOf(usage)) : 0)];
}

function parseOrQuote(text: string): Expectation[] | Expectation | Unreadable {
  try {
    return parseExpectation(text);
  } catch (error) {
    // One mistyped annotation must not cost the whole table.
    const { message } = error as Error;
    const why = error instanceof ExpectationError ? message : 'not YAML';
    return { unreadable: visibleText(`${text.trim()} (${why})`, 80) };
  }
}

type Place = Partial<
  Pick<UsageSummary, 'reference' | 'environment' | 'cloud' | 'location'>
>;

function placeOf({ reference, environment, cloud, location }: Place): string {
  return JSON.stringify([reference, environment, cloud, location]);
}

function readPlaces(annotation: string | undefined): string[] {
  try {
    const list: unknown = parse(annotation ?? '');
    return Array.isArray(list) ? list.map(placeOf) : [];
  } catch {
    return [];
  }
}
