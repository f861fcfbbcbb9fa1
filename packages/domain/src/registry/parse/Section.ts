import { ConfigurationError } from './ConfigurationError';
import { nearestKey } from './nearestKey';

/**
 * One object of the configuration, read strictly: a key that nobody asks for is an error, never ignored, because a
 * misspelt `mode` or `signers` that is skipped is a rule that does not hold.
 *
 * @public
 */
export class Section {
  private constructor(
    readonly path: string,
    private readonly values: Record<string, unknown>,
  ) {}

  /** @param keys - every key that may occur; any other is an error with the nearest of them */
  static of(value: unknown, path: string, keys: readonly string[]): Section {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ConfigurationError(
        path,
        `must be an object, not ${kind(value)}`,
      );
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const nearest = nearestKey(key, keys);
      throw new ConfigurationError(
        `${path}.${key}`,
        nearest
          ? `unknown key; did you mean "${nearest}"?`
          : `unknown key; known are ${keys.join(', ')}`,
      );
    }
    return new Section(path, value as Record<string, unknown>);
  }

  has(key: string): boolean {
    return this.values[key] !== undefined;
  }

  raw(key: string): unknown {
    return this.values[key];
  }

  at(key: string): string {
    return `${this.path}.${key}`;
  }

  fail(key: string, problem: string): never {
    throw new ConfigurationError(this.at(key), problem);
  }

  optionalString(key: string): string | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    return readText(value, this.at(key));
  }

  string(key: string): string {
    return readText(this.values[key], this.at(key));
  }

  optionalBoolean(key: string): boolean | undefined {
    const value = this.values[key];
    if (value === undefined || typeof value === 'boolean') return value;
    return this.fail(key, `must be true or false, not ${kind(value)}`);
  }

  optionalInteger(
    key: string,
    least: number,
    most: number,
  ): number | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (!Number.isInteger(value)) {
      this.fail(key, `must be a whole number, not ${kind(value)}`);
    }
    const number = value as number;
    if (number < least || number > most) {
      this.fail(key, `must lie between ${least} and ${most}`);
    }
    return number;
  }

  optionalOneOf<T extends string>(
    key: string,
    allowed: readonly T[],
  ): T | undefined {
    const value = this.optionalString(key);
    if (value === undefined) return undefined;
    return oneOf(value, this.at(key), allowed);
  }

  /** An instant in ISO 8601; a date that YAML already parsed is one too. */
  optionalInstant(key: string): string | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    const instant =
      value instanceof Date ? value : new Date(readText(value, this.at(key)));
    if (Number.isNaN(instant.getTime())) {
      this.fail(key, 'must be an instant such as "2027-01-31T00:00:00Z"');
    }
    return instant.toISOString();
  }

  /** A list that is absent, or holds at least one entry: an empty one is a mistake at the door. */
  optionalList<T>(
    key: string,
    read: (item: unknown, path: string) => T,
  ): T[] | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value))
      this.fail(key, `must be a list, not ${kind(value)}`);
    const items = value as unknown[];
    if (items.length === 0) {
      this.fail(key, 'is empty; leave the key out, or name at least one');
    }
    return items.map((item, i) => read(item, `${this.at(key)}[${i}]`));
  }

  list<T>(key: string, read: (item: unknown, path: string) => T): T[] {
    return this.optionalList(key, read) ?? this.fail(key, 'is missing');
  }
}

/**
 * Text that is there and not empty.
 *
 * @throws ConfigurationError with the path
 * @public
 */
export function readText(value: unknown, path: string): string {
  if (value === undefined) throw new ConfigurationError(path, 'is missing');
  if (typeof value !== 'string') {
    throw new ConfigurationError(path, `must be text, not ${kind(value)}`);
  }
  if (value.trim() === '') throw new ConfigurationError(path, 'is empty');
  return value;
}

function oneOf<T extends string>(
  value: string,
  path: string,
  allowed: readonly T[],
): T {
  if ((allowed as readonly string[]).includes(value)) return value as T;
  const nearest = nearestKey(value, allowed);
  throw new ConfigurationError(
    path,
    `"${value}" is none of ${allowed.join(', ')}${
      nearest ? `; did you mean "${nearest}"?` : ''
    }`,
  );
}

/**
 * Reads an item of a list that is one of a few words.
 *
 * @public
 */
export function readOneOf<T extends string>(
  allowed: readonly T[],
): (item: unknown, path: string) => T {
  return (item, path) => oneOf(readText(item, path), path, allowed);
}

/**
 * Which of two things with one name would hold?
 *
 * @throws ConfigurationError where one name is used twice
 * @public
 */
export function uniqueNames(names: string[], path: string, what: string): void {
  const seen = new Set<string>();
  const twice = names.find(name => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw new ConfigurationError(path, `${what} "${twice}" is there twice`);
  }
}

function kind(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
