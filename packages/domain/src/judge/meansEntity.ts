import type { EntityWords } from '../records/entityWords';
import { filteredWords, type EntityFilter } from '../registry/entityFilter';
import type { AcceptanceRule } from '../registry/rule';

/** A rule that not every entity meets. An empty list comes through no door; should one, it is one as well. */
export function isForSome({ entities }: AcceptanceRule): boolean {
  return entities !== undefined;
}

/**
 * Whether a rule speaks of an entity. Whoever writes the entity chooses these words, so that such a rule only ever adds
 * to others, and a word that is left out takes none away (S3.1).
 */
export function meansEntity(
  { entities = [] }: AcceptanceRule,
  words: EntityWords = {},
): boolean {
  return entities.length === 0 || entities.some(one => fits(one, words));
}

function fits(filter: EntityFilter, words: EntityWords): boolean {
  const { labels = {} } = filter;
  return (
    filteredWords.every(word => isOneOf(filter[word], words[word])) &&
    Object.entries(labels).every(([name, values]) => {
      const value = labelOf(words, name);
      return value === undefined || values.includes(value);
    })
  );
}

/** The catalog takes words in any letters for the same, and a rule must not be left by writing one in capitals. */
function isOneOf(
  values: readonly string[] | undefined,
  word: string | undefined,
): boolean {
  return (
    values === undefined ||
    word === undefined ||
    values.some(value => small(value) === small(word))
  );
}

function small(text: string): string {
  return text.toLocaleLowerCase('en-US');
}

/** A label may be called `constructor`. */
function labelOf(
  { labels = {} }: EntityWords,
  name: string,
): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
