import { nearestKey } from '../parse/nearestKey';
import { readYaml, type YamlData } from './readYaml';
import type { YamlPosition } from './YamlError';

/**
 * An acceptance list in a file, as it stands there.
 *
 * @public
 */
export interface RegistryFile {
  /** The list, for {@link readAcceptance} and {@link lint}. */
  list: unknown;
  /** Authorities that the file names beside the list, as a policy of the command line does. */
  authorities?: { name: string; kind: 'sigstore' | 'key' }[];
  /** The same as they are written there, for whoever loads them. */
  writtenAuthorities?: unknown;
  /** What stands beside the list and does not belong there. */
  strays: (YamlPosition & { path: string; problem: string })[];
  /** @param path - in the list: `initial[2].signers[0].subject` */
  positionOf(path: string): YamlPosition;
}

/**
 * Reads a registry file: the list itself, its rules alone, a policy of the command line, or the configuration of a
 * portal that has the list under `provenance.acceptance`.
 *
 * @throws YamlError with line and column, where it is no plain data
 * @public
 */
export function readRegistryFile(text: string): RegistryFile {
  const { value, positionOf } = readYaml(text);
  if (Array.isArray(value))
    return {
      list: { initial: value },
      strays: [],
      positionOf: path => positionOf(path.replace(/^initial/, '')),
    };
  const around = fieldsOf(value);
  if (around.provenance !== undefined)
    return {
      list: fieldsOf(around.provenance).acceptance ?? {},
      writtenAuthorities: fieldsOf(around.provenance).authorities,
      strays: [],
      positionOf: path => positionOf(`provenance.acceptance.${path}`),
    };
  if (around.acceptance === undefined && around.authorities === undefined)
    return { list: value ?? {}, strays: [], positionOf };
  return {
    list: around.acceptance ?? {},
    authorities: authoritiesOf(around.authorities),
    writtenAuthorities: around.authorities,
    strays: straysOf(around, positionOf),
    positionOf: path => positionOf(`acceptance.${path}`),
  };
}

/** The public instance needs no naming where nothing else is named; `ct verify --policy` holds it so too. */
function authoritiesOf(value: unknown): RegistryFile['authorities'] {
  if (!Array.isArray(value)) return [{ name: 'public-good', kind: 'sigstore' }];
  return value.map(fieldsOf).map(({ name, key }) => ({
    name: String(name),
    kind: key === undefined ? 'sigstore' : 'key',
  }));
}

function straysOf(
  around: Record<string, unknown>,
  positionOf: YamlData['positionOf'],
): RegistryFile['strays'] {
  const known = ['authorities', 'acceptance'];
  return Object.keys(around)
    .filter(key => !known.includes(key))
    .map(key => {
      const nearest = nearestKey(key, known);
      const problem = nearest
        ? `unknown key; did you mean "${nearest}"?`
        : `unknown key; known are ${known.join(', ')}`;
      return { path: key, problem, ...positionOf(key) };
    });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
