import { ConfigurationError, readText, Section } from '@countersign/domain';
import type { ExpectedKind } from '../store';

const mostKinds = 20;
const mostTypes = 50;

const shipped = ['module', 'terraform-module', 'bundle', 'policy-bundle'];

/** What has to run, or ships something that does, in the words that catalogs use. */
export const expectedByDefault: ExpectedKind[] = [
  {
    kind: 'component',
    types: ['service', 'website', 'job', 'worker', 'function', ...shipped],
  },
  { kind: 'resource', types: shipped },
];

/**
 * `provenance.discovery.expected`: the entities of which something is expected to run or ship. They are what coverage is
 * measured against.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readExpected(section: Section): ExpectedKind[] {
  const kinds = section.optionalList('expected', readKind);
  if (!kinds) return expectedByDefault;
  if (kinds.length > mostKinds)
    section.fail('expected', `has more than ${mostKinds} entries`);
  kinds.forEach(({ kind }, i) => {
    // Its entities would be counted twice.
    if (kinds.findIndex(one => one.kind === kind) < i)
      throw new ConfigurationError(
        `${section.at('expected')}[${i}].kind`,
        `the kind "${kind}" is there twice; put its types into one entry`,
      );
  });
  return kinds;
}

function readKind(value: unknown, path: string): ExpectedKind {
  const section = Section.of(value, path, ['kind', 'types']);
  const types = section.optionalList('types', readName);
  if (types && types.length > mostTypes)
    section.fail('types', `has more than ${mostTypes} entries`);
  return {
    kind: readName(section.raw('kind'), section.at('kind')),
    ...(types && { types: [...new Set(types)] }),
  };
}

/** Catalogs compare kinds and types without regard to case. */
function readName(value: unknown, path: string): string {
  return readText(value, path).trim().toLocaleLowerCase('en-US');
}
