import {
  compilePattern,
  readPattern,
  Section,
  uniqueNames,
  type Pattern,
} from '@countersign/domain';

/** What the configuration says about one cluster. */
export interface ClusterPlace {
  name: string;
  environment?: string;
  cloud?: string;
  location?: string;
  namespaces: { pattern: Pattern; environment: string }[];
}

/**
 * Everything under `provenance.kubernetes`.
 *
 * @param environments - `provenance.environments`, where it is there
 * @throws ConfigurationError with the path of the first mistake
 */
export function readPlaces(
  value: unknown,
  path: string,
  environments?: readonly string[],
): ClusterPlace[] {
  const section = Section.of(value, path, ['clusters']);
  const clusters =
    section.optionalList('clusters', (item, at) =>
      readCluster(item, at, environments),
    ) ?? [];
  uniqueNames(
    clusters.map(({ name }) => name),
    section.at('clusters'),
    'the cluster',
  );
  return clusters;
}

function readCluster(
  value: unknown,
  path: string,
  environments?: readonly string[],
): ClusterPlace {
  const section = Section.of(value, path, [
    'name',
    'environment',
    'cloud',
    'location',
    'namespaces',
  ]);
  const namespaces =
    section.optionalList('namespaces', (item, at) =>
      readNamespace(item, at, environments),
    ) ?? [];
  // The second one would never be looked at.
  uniqueNames(
    namespaces.map(({ pattern }) => pattern.source),
    section.at('namespaces'),
    'the namespace',
  );
  return {
    name: section.string('name'),
    environment: section.has('environment')
      ? readEnvironment(section, environments)
      : undefined,
    cloud: section.optionalString('cloud'),
    location: section.optionalString('location'),
    namespaces,
  };
}

function readNamespace(
  value: unknown,
  path: string,
  environments?: readonly string[],
) {
  const section = Section.of(value, path, ['name', 'environment']);
  return {
    pattern: compilePattern(
      readPattern(section.raw('name'), section.at('name')),
    ),
    environment: readEnvironment(section, environments),
  };
}

/** What runs in an environment that is misspelt is held to other rules than whoever wrote it believes. */
function readEnvironment(
  section: Section,
  environments?: readonly string[],
): string {
  const name = section.string('environment');
  if (environments && !environments.includes(name))
    section.fail(
      'environment',
      `"${name}" is none of provenance.environments (${environments.join(
        ', ',
      )})`,
    );
  return name;
}
