import { visibleText } from '../text';

/** As long as patterns are, with room for what is written out: a pattern that is cut hides what it accepts. */
const longestPattern = 20_000;

/** A pattern as it stands, safe to show. */
export function shownPattern(pattern: string): string {
  return visibleText(pattern, longestPattern);
}

/**
 * What a pattern over repositories and file addresses stands for: "everything below ghcr.io/acme/". Safe to show.
 *
 * @public
 */
export function referenceInWords(pattern: string): string {
  const [, base, star] = /^([^*]*\/)(\*\*?)$/.exec(pattern) ?? [];
  if (base === undefined) {
    if (pattern === '**') return 'everything';
    const shown = shownPattern(pattern);
    return pattern.includes('*') ? `whatever “${shown}” fits` : shown;
  }
  const below = shownPattern(base);
  return star === '**'
    ? `everything below ${below}`
    : `everything directly below ${below}`;
}

/**
 * What the stars of a pattern stand for, a sentence each; none where it has none (S2.2).
 *
 * @public
 */
export function starsInWords(pattern: string): string[] {
  const stars: string[] = pattern.match(/\*+/g) ?? [];
  return [
    ...(stars.includes('*')
      ? ['* stands for any text without “/”, also for none.']
      : []),
    ...(stars.includes('**')
      ? ['** stands for any text, with “/” too, also for none.']
      : []),
  ];
}
