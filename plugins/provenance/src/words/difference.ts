import { compilePattern } from '@countersign/backstage-plugin-provenance-common';

/** A piece of one of two compared texts; `differs` is highlighted. */
export interface Piece {
  text: string;
  differs: boolean;
}

export interface Difference {
  found: Piece[];
  wanted: Piece[];
}

/** Longer texts are compared as a whole: what differs in them is not to be seen in a line anyhow. */
const longestCompared = 2_000;

/**
 * Where a found identity differs from a rule's pattern: segment by segment where both have as many, so that a segment
 * that the pattern's star admits is not blamed; else the stretch between the common start and the common end.
 */
export function differenceBetween(found: string, wanted: string): Difference {
  if (found.length > longestCompared || wanted.length > longestCompared) {
    return {
      found: [{ text: found, differs: true }],
      wanted: [{ text: wanted, differs: true }],
    };
  }
  const foundParts = segments(found);
  const wantedParts = segments(wanted);
  if (foundParts.length !== wantedParts.length || wanted.includes('**')) {
    return byEnds(found, wanted);
  }
  const differs = foundParts.map((part, i) => !admits(wantedParts[i], part));
  return {
    found: merge(foundParts, differs),
    wanted: merge(wantedParts, differs),
  };
}

/** Separators are parts of their own, so that joining the parts gives the text again. */
function segments(text: string): string[] {
  return text.split(/([/@])/).filter(part => part !== '');
}

function admits(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  try {
    return compilePattern(pattern).matches(text);
  } catch {
    return false;
  }
}

function merge(parts: string[], differs: boolean[]): Piece[] {
  const pieces: Piece[] = [];
  parts.forEach((text, i) => {
    const last = pieces.at(-1);
    if (last && last.differs === differs[i]) last.text += text;
    else pieces.push({ text, differs: differs[i] });
  });
  return pieces;
}

function byEnds(found: string, wanted: string): Difference {
  let start = 0;
  const shortest = Math.min(found.length, wanted.length);
  while (start < shortest && found[start] === wanted[start]) start++;
  let end = 0;
  while (end < shortest - start && found.at(-1 - end) === wanted.at(-1 - end)) {
    end++;
  }
  return { found: cut(found, start, end), wanted: cut(wanted, start, end) };
}

function cut(text: string, start: number, end: number): Piece[] {
  return [
    { text: text.slice(0, start), differs: false },
    { text: text.slice(start, text.length - end), differs: true },
    { text: text.slice(text.length - end), differs: false },
  ].filter(piece => piece.text !== '');
}
