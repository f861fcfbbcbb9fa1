import { compilePattern, PatternError } from '../pattern';
import type { EntityWords } from '../records/entityWords';
import type { ArtifactKind, Usage } from '../records/usage';
import type { AcceptanceRule } from '../registry/rule';
import { meansEntity } from './meansEntity';

/**
 * What rules are chosen by.
 *
 * @public
 */
export interface Chosen {
  usage: Usage;
  declaredEnvironments: string[];
  /** Every kind that the bytes can be. */
  kinds: readonly ArtifactKind[];
  /** What the catalog says of the entity. */
  entity?: EntityWords;
}

/**
 * The rules that speak of a usage (S3.1), in the order of the list.
 *
 * What an entity leaves out or invents can only add rules: a usage without a declared environment meets the rules of
 * all environments, one whose reference cannot be read meets the rules of every repository, the kind that it names
 * stands beside those that its bytes can be, never in their place, and rules for some entities stand beside the others.
 *
 * @param rules - never changed afterwards: what is found out about them is kept with the list
 * @public
 */
export function applicableRules(
  rules: AcceptanceRule[],
  { usage, declaredEnvironments, kinds, entity }: Chosen,
): AcceptanceRule[] {
  const { environment, repository, kind, isKindAssumed } = usage;
  const isDeclared =
    environment !== undefined && declaredEnvironments.includes(environment);
  const counted = isKindAssumed ? kinds : [...kinds, kind];
  const about =
    repository === undefined ? rules : rulesAbout(rules, repository);
  return about.filter(
    rule =>
      (!isDeclared || (rule.environments?.includes(environment) ?? true)) &&
      speaksOfOneOf(counted, rule) &&
      meansEntity(rule, entity),
  );
}

/** An empty list comes through no door; should one, its rule stands. */
function speaksOfOneOf(
  counted: readonly ArtifactKind[],
  { kinds = [] }: AcceptanceRule,
): boolean {
  return kinds.length === 0 || kinds.some(kind => counted.includes(kind));
}

function rulesAbout(
  rules: AcceptanceRule[],
  repository: string,
): AcceptanceRule[] {
  const places = placesOf(rules);
  const found = new Set<number>();
  for (const folder of foldersOf(repository))
    for (const { position, reference } of places.get(folder) ?? [])
      if (!found.has(position) && speaksOf(reference, repository))
        found.add(position);
  return [...found].sort((a, b) => a - b).map(position => rules[position]);
}

/** A pattern of a rule, and where the rule stands. */
interface Place {
  position: number;
  reference: string;
}

const known = new WeakMap<AcceptanceRule[], Map<string, Place[]>>();

/** Patterns by the folder in which everything lies that they can match: of hundreds of rules few are looked at. */
function placesOf(rules: AcceptanceRule[]): Map<string, Place[]> {
  const kept = known.get(rules);
  if (kept) return kept;
  const places = new Map<string, Place[]>();
  rules.forEach(({ references }, position) =>
    references.forEach(reference => {
      const folder = folderOf(reference);
      const there = places.get(folder);
      if (there) there.push({ position, reference });
      else places.set(folder, [{ position, reference }]);
    }),
  );
  known.set(rules, places);
  return places;
}

/** `ghcr.io/acme/` of `ghcr.io/acme/pay*`; of a pattern that cannot be read nothing. */
function folderOf(reference: string): string {
  if (!isReadable(reference)) return '';
  const [fixed] = reference.split('*', 1);
  return fixed.slice(0, fixed.lastIndexOf('/') + 1);
}

/** Nothing, `ghcr.io/` and `ghcr.io/acme/` of `ghcr.io/acme/payments`. */
function foldersOf(repository: string): string[] {
  const folders = [''];
  for (let i = repository.indexOf('/'); i !== -1; ) {
    folders.push(repository.slice(0, i + 1));
    i = repository.indexOf('/', i + 1);
  }
  return folders;
}

/** Configuration refuses patterns that cannot be read. Should one come through, its rule speaks of everything (S3.1). */
function speaksOf(reference: string, repository: string): boolean {
  return (
    !isReadable(reference) || compilePattern(reference).matches(repository)
  );
}

function isReadable(reference: string): boolean {
  try {
    compilePattern(reference);
    return true;
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
}
