/** `a`, `a and b`, `a, b and c` */
export function listed(parts: readonly string[], last = 'and'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts[parts.length - 1]}`;
}

const mostListed = 3;

/** The first few, and how many more there are: `a, b, c or one of 4 more`. */
export function shortlisted(parts: readonly string[]): string {
  const rest = parts.length - mostListed;
  return rest > 0
    ? listed([...parts.slice(0, mostListed), `one of ${rest} more`], 'or')
    : listed(parts, 'or');
}

export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
