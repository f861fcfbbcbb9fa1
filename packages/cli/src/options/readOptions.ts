import { parseArgs } from 'node:util';
import { UsageError } from './UsageError';

/** `list`: the one kind that may be given several times. */
export type OptionKind = 'text' | 'switch' | 'list';

type Value<Kind extends OptionKind> = {
  text: string | undefined;
  switch: boolean;
  list: string[];
}[Kind];

export interface Options<Kinds extends Record<string, OptionKind>> {
  values: { [Name in keyof Kinds]: Value<Kinds[Name]> };
  positionals: string[];
}

/**
 * Reads a command line strictly: of two keys or two identities, which one would hold? A later option that silently
 * replaces an earlier one is how a pipeline comes to verify something else than its author wrote.
 *
 * @throws UsageError for options that are unknown, repeated, empty, or lack their value
 */
export function readOptions<Kinds extends Record<string, OptionKind>>(
  args: string[],
  kinds: Kinds,
): Options<Kinds> {
  const { values, positionals, tokens } = parse(args, kinds);
  const given = tokens.flatMap(token =>
    token.kind === 'option' ? [token] : [],
  );
  given.forEach(({ name, value }, i) => {
    if (value === '') throw new UsageError(`--${name} is empty`);
    const isFirst = given.findIndex(other => other.name === name) === i;
    if (!isFirst && kinds[name] !== 'list')
      throw new UsageError(`--${name} is there twice`);
  });
  const entries = Object.entries(kinds).map(([name, kind]) => [
    name,
    values[name] ?? { text: undefined, switch: false, list: [] }[kind],
  ]);
  return { values: Object.fromEntries(entries), positionals };
}

function parse(args: string[], kinds: Record<string, OptionKind>) {
  try {
    return parseArgs({
      args,
      options: Object.fromEntries(
        Object.entries(kinds).map(([name, kind]) => [
          name,
          {
            type: kind === 'switch' ? 'boolean' : 'string',
            multiple: kind === 'list',
          } as const,
        ]),
      ),
      strict: true,
      allowPositionals: true,
      tokens: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0]);
  }
}

/** @throws UsageError unless exactly one thing was named */
export function onlyPositional(positionals: string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined || first === '')
    throw new UsageError(`${what} is missing`);
  if (second !== undefined)
    throw new UsageError(
      `one ${what} at a time, and "${second}" is another one`,
    );
  return first;
}
