import {
  filteredWords,
  type EntityFilter,
  type FilteredWord,
} from '../registry/entityFilter';
import type { AcceptanceRule } from '../registry/rule';
import { visibleText } from '../text';
import { listed } from './listed';

/** As long as a word of an entity is. */
const longestWord = 320;

/**
 * What a rule speaks of beside repositories and environments, a sentence each; none where it speaks of all. Safe to
 * show.
 */
export function selectorsInWords({
  kinds,
  entities,
}: AcceptanceRule): string[] {
  return [
    ...(kinds
      ? [
          `Only for what its bytes may be: ${listed(
            kinds.map(kind => kind.replace(/-/g, ' ')),
            'or',
          )}.`,
        ]
      : []),
    ...(entities
      ? [
          `Only for entities with ${listed(
            entities.map(filterInWords),
            'or',
          )}, beside the rules for all entities.`,
        ]
      : []),
  ];
}

/**
 * `kind “component” and type “service” or “website”`. Safe to show.
 *
 * @public
 */
export function filterInWords(filter: EntityFilter): string {
  const words = filteredWords.flatMap((name): [string, string[]][] =>
    valuesOf(filter, name),
  );
  const labels = Object.entries(filter.labels ?? {}).map(
    ([name, values]): [string, string[]] => [`label ${name}`, values],
  );
  return listed(
    [...words, ...labels].map(
      ([name, values]) =>
        `${shown(name)} ${listed(
          values.map(value => `“${shown(value)}”`),
          'or',
        )}`,
    ),
  );
}

function valuesOf(
  filter: EntityFilter,
  name: FilteredWord,
): [string, string[]][] {
  const values = filter[name];
  return values ? [[name, values]] : [];
}

function shown(word: string): string {
  return visibleText(word, longestWord);
}
