/**
 * A stranger's text as a link target, or undefined. Only `https:` with a host and without credentials is a link: a
 * certificate may hold `javascript:` and `https://github.com@evil.example/`.
 */
export function safeHref(text: string | undefined): string | undefined {
  if (!text || text.length > 2_000 || !text.startsWith('https://')) {
    return undefined;
  }
  try {
    const url = new URL(text);
    const plain = url.username === '' && url.password === '';
    return url.protocol === 'https:' && plain ? url.href : undefined;
  } catch {
    return undefined;
  }
}
