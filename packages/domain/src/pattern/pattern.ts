/**
 * An anchored pattern, compiled: `*` matches within one path segment, `**` across segments, everything else itself.
 *
 * @public
 */
export interface Pattern {
  readonly source: string;
  matches(text: string): boolean;
}

/** @public */
export class PatternError extends Error {
  readonly name = 'PatternError';
}

/** A star, and the text that has to stand behind it; empty where the pattern ends with the star. */
interface Step {
  star: '*' | '**';
  literal: string;
}

const longestPattern = 2_000;

/** Patterns are what reviewed rules say: few, and asked for again with every usage. */
const compiled = new Map<string, Pattern>();
const mostCompiled = 10_000;

/**
 * Compiles an anchored, case-sensitive pattern (S2.2).
 *
 * @remarks
 * Matching takes time proportional to pattern length times text length and never backtracks over more than the last
 * star: a stranger's subject cannot make it slow. There are no other special characters and no escape, so that an
 * identity with `+`, `.` or `[` in it means what it says.
 *
 * @throws {@link PatternError} for an empty or overlong pattern, and for `***`.
 * @public
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  const pattern = compile(source);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern {
  if (source === '') throw new PatternError('an empty pattern matches nothing');
  if (source.length > longestPattern)
    throw new PatternError(
      `a pattern has at most ${longestPattern} characters`,
    );
  if (source.includes('***'))
    throw new PatternError('"***" is neither "*" nor "**"');
  const [begin, ...rest] = source.split(/(\*\*|\*)/);
  const steps = stepsOf(rest);
  if (steps.length === 0) return { source, matches: text => text === source };
  const end = steps[steps.length - 1].literal;
  return {
    source,
    // Most texts differ where the pattern begins or ends, and are not worth a walk.
    matches: text =>
      text !== '' &&
      text.length >= begin.length + end.length &&
      text.startsWith(begin) &&
      text.endsWith(end) &&
      match(steps, text, begin.length),
  };
}

/** Stars and what stands behind each, in turn. */
function stepsOf(parts: string[]): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < parts.length; i += 2)
    steps.push({ star: parts[i] as Step['star'], literal: parts[i + 1] });
  return steps;
}

/**
 * Walks the text once per step and keeps the positions at which the steps so far can end. No recursion, no backtracking.
 *
 * @param start - where the first star begins
 */
function match(steps: Step[], text: string, start: number): boolean {
  let ends = [start];
  for (let i = 0; i < steps.length - 1; i++) {
    ends = endsOf(steps[i], ends, text);
    if (ends.length === 0) return false;
  }
  const { star, literal } = steps[steps.length - 1];
  // What stands at the end was compared before; the nearest position before it is cut off by the fewest slashes.
  const last = text.length - literal.length;
  const from = ends.findLast(end => end <= last);
  return from !== undefined && (star === '**' || wallFrom(from, text) >= last);
}

/** Where the literal of a step can end, its star having begun at one of some positions; both in order. */
function endsOf({ star, literal }: Step, starts: number[], text: string) {
  const ends: number[] = [];
  let nearest = 0;
  let wall = star === '**' ? Infinity : wallFrom(starts[0], text);
  // indexOf jumps from hit to hit, so each character of the text is looked at once for each character of the literal.
  for (
    let hit = text.indexOf(literal, starts[0]);
    hit !== -1;
    hit = text.indexOf(literal, hit + 1)
  ) {
    while (nearest + 1 < starts.length && starts[nearest + 1] <= hit) nearest++;
    // Each slash is looked for once.
    if (wall < starts[nearest]) wall = wallFrom(starts[nearest], text);
    if (wall >= hit) ends.push(hit + literal.length);
  }
  return ends;
}

/** The first slash from a position on, which a single star does not cross. */
function wallFrom(position: number, text: string): number {
  const slash = text.indexOf('/', position);
  return slash === -1 ? Infinity : slash;
}
