import { ConfigurationError, Section, uniqueNames } from '@countersign/domain';
import type { Details } from '../discovery/configured/Entry';
import { fixedText } from '../discovery/template/Template';
import type { ProvenanceConfiguration } from './ProvenanceConfiguration';
import { readConvention } from './readConvention';
import { readExpected } from './readExpected';
import { readDuration, toMilliseconds } from './readDuration';
import { readRegistryAnnotation } from './readRegistryAnnotation';
import { readReporter } from './readReporter';

/** What other parts of the configuration name. */
type Known = Pick<
  ProvenanceConfiguration,
  'environments' | 'clouds' | 'registries'
>;

/** Each is held to every entity in every pass. */
const mostEntries = 100;

/**
 * Everything under `provenance.discovery`: how often the catalog is read, and what is known without anybody's annotation.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readDiscovery(
  value: unknown,
  path: string,
  known: Known,
): ProvenanceConfiguration['discovery'] {
  const section = Section.of(value, path, [
    'interval',
    'expected',
    'conventions',
    'registryAnnotations',
    'reporters',
  ]);
  const conventions = readEntries(section, 'conventions', readConvention);
  uniqueNames(
    conventions.map(({ name }) => name),
    section.at('conventions'),
    'the convention',
  );
  const annotations = readEntries(
    section,
    'registryAnnotations',
    readRegistryAnnotation,
  );
  conventions.forEach(({ details }, i) =>
    refuseUnknownPlaces(details, `${section.at('conventions')}[${i}]`, known),
  );
  annotations.forEach(({ details, host }, i) => {
    const at = `${section.at('registryAnnotations')}[${i}]`;
    refuseUnknownPlaces(details, at, known);
    refuseUnknownHost(host, at, known);
  });
  return {
    intervalMs: section.has('interval')
      ? readDuration(section.raw('interval'), section.at('interval'), {
          least: { seconds: 1 },
          most: { days: 1 },
        })
      : toMilliseconds({ minutes: 1 }),
    expected: readExpected(section),
    conventions,
    registryAnnotations: annotations,
    reporters: readEntries(section, 'reporters', readReporter),
  };
}

function readEntries<T>(
  section: Section,
  key: string,
  read: (value: unknown, path: string) => T,
): T[] {
  const entries = section.optionalList(key, read) ?? [];
  if (entries.length > mostEntries)
    section.fail(key, `has more than ${mostEntries} entries`);
  return entries;
}

/** What is misspelt would be judged by the rules of every environment, and whoever wrote it believes that it is not. */
function refuseUnknownPlaces(details: Details, path: string, known: Known) {
  const lists = [
    ['environment', 'environments'],
    ['cloud', 'clouds'],
  ] as const;
  for (const [key, list] of lists) {
    const template = details[key];
    const name = template && fixedText(template);
    const names = known[list];
    if (name !== undefined && names && !names.includes(name))
      throw new ConfigurationError(
        `${path}.${key}`,
        `"${name}" is none of provenance.${list} (${names.join(', ')})`,
      );
  }
}

function refuseUnknownHost(
  host: string | undefined,
  path: string,
  { registries }: Known,
) {
  if (host === undefined || registries.some(one => one.host === host)) return;
  throw new ConfigurationError(
    `${path}.host`,
    `"${host}" is none of provenance.registries, and would never be asked`,
  );
}
