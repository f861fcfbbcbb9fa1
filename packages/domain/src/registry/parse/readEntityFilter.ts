import { filteredWords, type EntityFilter } from '../entityFilter';
import { ConfigurationError } from './ConfigurationError';
import { readText, Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

/** How the catalog names whom something belongs to: in full and in small letters. */
const references = {
  owner: {
    form: /^(?:group|user):[a-z0-9._-]+\/[a-z0-9._-]+$/,
    problem:
      'must be the full reference of a group or user, such as "group:default/payments"',
  },
  system: {
    form: /^system:[a-z0-9._-]+\/[a-z0-9._-]+$/,
    problem:
      'must be the full reference of a system, such as "system:default/checkout"',
  },
};

/**
 * Entities for which a rule speaks: words of the entity, each with one value or a list of them.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readEntityFilter(value: unknown, path: string): EntityFilter {
  const section = Section.of(value, path, [...filteredWords, 'labels']);
  const words = filteredWords.flatMap(word => {
    const read = word in references ? readReference(word) : readText;
    const values = readValues(section, word, read);
    return values ? [[word, values] as const] : [];
  });
  const labels = readLabels(section);
  if (words.length === 0 && !labels)
    throw new ConfigurationError(
      path,
      'names nothing, and would mean every entity; leave "entities" out',
    );
  return withoutUndefined({ ...Object.fromEntries(words), labels });
}

function readLabels(section: Section): EntityFilter['labels'] {
  const value = section.raw('labels');
  if (value === undefined) return undefined;
  const names =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : [];
  const labels = Section.of(value, section.at('labels'), names);
  if (names.length === 0)
    section.fail('labels', 'names no label; leave it out');
  return Object.fromEntries(
    names.map(name => [
      name,
      readValues(labels, name, readText) ?? labels.fail(name, 'is missing'),
    ]),
  );
}

function readValues(
  section: Section,
  key: string,
  read: (item: unknown, path: string) => string,
): string[] | undefined {
  const value = section.raw(key);
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return section.list(key, read);
  return [read(value, section.at(key))];
}

function readReference(word: string) {
  const { form, problem } = references[word as keyof typeof references];
  return (item: unknown, path: string) => {
    const text = readText(item, path);
    if (form.test(text)) return text;
    throw new ConfigurationError(path, problem);
  };
}
