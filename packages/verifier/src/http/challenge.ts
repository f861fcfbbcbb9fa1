/** One scheme of a `WWW-Authenticate` header. */
export interface Challenge {
  /** Lower case. */
  scheme: string;
  parameters: Record<string, string>;
}

const longestHeader = 8_192;

/**
 * Reads the challenges that a registry answers 401 with.
 *
 * @remarks Grammar: RFC 9110, 11.6.1. What does not fit is skipped: a header that nobody can read has no challenge.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  const text = header.slice(0, longestHeader);
  const token = /[A-Za-z0-9!#$%&'*+.^_`|~-]+/y;
  const value = /\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const name = token.exec(text)?.[0];
    if (name === undefined) {
      at++;
      continue;
    }
    value.lastIndex = token.lastIndex;
    const found = value.exec(text);
    const current = challenges.at(-1);
    if (found && current) {
      current.parameters[name.toLowerCase()] =
        found[1]?.replace(/\\(.)/g, '$1') ?? found[2];
    } else if (!found) {
      challenges.push({
        scheme: name.toLowerCase(),
        parameters: Object.create(null),
      });
    }
    at = found ? value.lastIndex : token.lastIndex;
  }
  return challenges;
}
