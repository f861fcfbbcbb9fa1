import { dirname, resolve } from 'node:path';
import {
  checkDistrust,
  checkSigners,
  ConfigurationError,
  readAcceptance,
  readRegistryFile,
  Section,
  uniqueNames,
  type GovernedKey,
  type RegistryFile,
} from '@countersign/domain';
import { governedAuthority, type Authority } from '@countersign/verifier';
import { readNamedFile } from '../files';
import { UsageError } from '../options/UsageError';
import type { Surroundings } from '../Surroundings';
import { loadKey, loadRoot } from './loadAuthority';
import { publicGood } from './publicGood';
import { stateOf, type Policy } from './Policy';

/**
 * A policy file: the acceptance list, as it is reviewed and linted, and the authorities that are named beside it. Read by
 * the domain's own reader, so that what the linter saw is what is judged by.
 *
 * @throws UsageError with the path of the first mistake
 */
export async function filePolicy(
  path: string,
  surroundings: Surroundings,
): Promise<Policy> {
  const text = await readNamedFile(path, '--policy');
  try {
    const file = registryIn(text);
    const { rules, ...lists } = acceptanceOf(file);
    const named = await authoritiesOf(
      Section.of({ authorities: file.writtenAuthorities }, 'policy', [
        'authorities',
      ]),
      dirname(path),
      surroundings,
    );
    const authorities = [...named, ...governedIn(lists.keys ?? [], named)];
    const states = authorities.map(stateOf);
    checkSigners(rules, states, 'acceptance.initial');
    checkDistrust(lists.distrust ?? [], states, 'acceptance.distrust');
    return { rules, authorities, ...lists };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

function registryIn(text: string): RegistryFile {
  const file = readRegistryFile(text);
  const [stray] = file.strays;
  if (stray)
    throw new ConfigurationError(
      stray.path,
      `${stray.problem} (line ${stray.line})`,
    );
  return file;
}

function acceptanceOf({ list }: RegistryFile): Omit<Policy, 'authorities'> {
  const { initial, ...lists } = readAcceptance(list, 'acceptance');
  if (initial.length === 0)
    throw new ConfigurationError(
      'acceptance.initial',
      'is missing; a policy without rules lets nobody sign',
    );
  return { rules: initial, ...lists };
}

/** Keys of the list are authorities as well, under names that nothing else has. */
function governedIn(keys: GovernedKey[], named: Authority[]): Authority[] {
  return keys.map(key => {
    if (named.some(({ name }) => name === key.name))
      throw new ConfigurationError(
        'acceptance.keys',
        `there is an authority "${key.name}" already`,
      );
    return governedAuthority(key, named);
  });
}

async function authoritiesOf(
  document: Section,
  folder: string,
  surroundings: Surroundings,
): Promise<Authority[]> {
  const named = document.optionalList('authorities', readAuthority) ?? [
    { name: publicGood },
  ];
  uniqueNames(
    named.map(({ name }) => name),
    'authorities',
    'the authority',
  );
  return Promise.all(named.map(one => load(one, folder, surroundings)));
}

interface NamedAuthority {
  name: string;
  trustedRoot?: string;
  key?: string;
  sha256?: string;
  notBefore?: string;
  notAfter?: string;
}

function readAuthority(value: unknown, path: string): NamedAuthority {
  const section = Section.of(value, path, [
    'name',
    'trustedRoot',
    'key',
    'sha256',
    'notBefore',
    'notAfter',
  ]);
  const named: NamedAuthority = {
    name: section.string('name'),
    trustedRoot: section.optionalString('trustedRoot'),
    key: section.optionalString('key'),
    sha256: section.optionalString('sha256'),
    notBefore: section.optionalInstant('notBefore'),
    notAfter: section.optionalInstant('notAfter'),
  };
  checkAuthority(section, named);
  return named;
}

function checkAuthority(section: Section, named: NamedAuthority) {
  const { name, key, trustedRoot } = named;
  if (key !== undefined && trustedRoot !== undefined)
    section.fail('key', 'and trustedRoot exclude each other');
  if (key === undefined) {
    for (const bound of ['notBefore', 'notAfter'])
      if (section.has(bound))
        section.fail(bound, 'belongs to a key; a root has its own windows');
    if (trustedRoot === undefined && name !== publicGood)
      section.fail(
        'trustedRoot',
        `is missing, and key too: only "${publicGood}" is known by its name`,
      );
  }
  if (key === undefined && trustedRoot === undefined && section.has('sha256'))
    section.fail('sha256', 'pins a trustedRoot or key file');
}

async function load(
  named: NamedAuthority,
  folder: string,
  surroundings: Surroundings,
): Promise<Authority> {
  const { name, key, trustedRoot, sha256, notBefore, notAfter } = named;
  if (key === undefined)
    return loadRoot(trustedRoot && resolve(folder, trustedRoot), surroundings, {
      name,
      sha256,
    });
  return loadKey(name, resolve(folder, key), {
    sha256,
    ...(notBefore !== undefined && { notBefore: new Date(notBefore) }),
    ...(notAfter !== undefined && { notAfter: new Date(notAfter) }),
  });
}
