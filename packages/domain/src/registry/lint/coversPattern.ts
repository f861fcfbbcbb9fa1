type Part = string | { star: 'segment' | 'any' };

function symbolsOf(pattern: string): Part[] {
  return pattern.split(/(\*\*|\*)/).flatMap((part): Part[] => {
    if (part === '**') return [{ star: 'any' }];
    return part === '*' ? [{ star: 'segment' }] : [...part];
  });
}

/**
 * Whether everything that the narrow pattern matches is matched by the wide one. It says yes only where that is so; it
 * may miss a case in which stars would have to be taken apart. Takes the product of both lengths.
 *
 * @param isText - the narrow one is a text, and its stars are stars
 */
export function coversPattern(
  wide: string,
  narrow: string,
  isText = false,
): boolean {
  const text: Part[] = isText ? [...narrow] : symbolsOf(narrow);
  let ends = new Uint8Array(text.length + 1);
  ends[0] = 1;
  for (const symbol of symbolsOf(wide))
    ends =
      typeof symbol === 'string'
        ? afterLiteral(ends, text, symbol)
        : afterStar(ends, text, symbol.star);
  return ends[text.length] === 1;
}

function afterLiteral(ends: Uint8Array, text: Part[], literal: string) {
  const next = new Uint8Array(ends.length);
  text.forEach((symbol, i) => {
    if (ends[i] && symbol === literal) next[i + 1] = 1;
  });
  return next;
}

function afterStar(ends: Uint8Array, text: Part[], star: 'segment' | 'any') {
  const next = new Uint8Array(ends.length);
  let open = 0;
  for (let i = 0; i < ends.length; i++) {
    if (i > 0 && !swallows(star, text[i - 1])) open = 0;
    if (ends[i]) open = 1;
    next[i] = open;
  }
  return next;
}

function swallows(star: 'segment' | 'any', symbol: Part): boolean {
  if (star === 'any') return true;
  return typeof symbol === 'string'
    ? symbol !== '/'
    : symbol.star === 'segment';
}
