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

type Token = { literal: string } | 'segment' | 'any';

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
  const tokens = tokenize(source);
  const begin = literalOf(tokens[0]);
  const end = literalOf(tokens[tokens.length - 1]);
  if (tokens.length === 1 && begin !== '')
    return { source, matches: text => text === source };
  const stars = tokens.filter(token => typeof token === 'string');
  const goesOn =
    stars.length === 1
      ? (text: string) =>
          fits(stars[0], text.slice(begin.length, -end.length || undefined))
      : (text: string) => match(tokens, text);
  return {
    source,
    // Most texts differ where the pattern begins or ends, and are not worth a walk.
    matches: text =>
      text !== '' &&
      text.length >= begin.length + end.length &&
      text.startsWith(begin) &&
      text.endsWith(end) &&
      goesOn(text),
  };
}

function literalOf(token: Token): string {
  return typeof token === 'string' ? '' : token.literal;
}

function fits(star: Token, text: string): boolean {
  return star === 'any' || !text.includes('/');
}

function tokenize(source: string): Token[] {
  return source
    .split(/(\*\*|\*)/)
    .filter(part => part !== '')
    .map(part => {
      if (part === '**') return 'any';
      return part === '*' ? 'segment' : { literal: part };
    });
}

/**
 * Walks the text once per token and keeps the set of positions at which the tokens so far can end; a star widens the
 * set, a literal narrows it. No recursion, no backtracking.
 */
function match(tokens: Token[], text: string): boolean {
  let ends = new Uint8Array(text.length + 1);
  ends[0] = 1;
  for (const token of tokens) {
    ends =
      typeof token === 'object'
        ? afterLiteral(ends, text, token.literal)
        : afterStar(ends, text, token);
  }
  return ends[text.length] === 1;
}

function afterLiteral(ends: Uint8Array, text: string, literal: string) {
  const next = new Uint8Array(text.length + 1);
  // indexOf jumps from hit to hit, so each character of the text is looked at once for each character of the literal.
  let hit = text.indexOf(literal);
  while (hit !== -1) {
    if (ends[hit]) next[hit + literal.length] = 1;
    hit = text.indexOf(literal, hit + 1);
  }
  return next;
}

function afterStar(ends: Uint8Array, text: string, star: 'segment' | 'any') {
  const next = new Uint8Array(text.length + 1);
  let open = 0;
  for (let i = 0; i <= text.length; i++) {
    if (star === 'segment' && i > 0 && text[i - 1] === '/') open = 0;
    if (ends[i]) open = 1;
    next[i] = open;
  }
  return next;
}
