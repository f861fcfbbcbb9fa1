const seconds = /^\d{1,9}$/;

/**
 * How many milliseconds a `Retry-After` asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns `undefined` for a header that is missing or says nothing
 */
export function retryAfter(
  header: string | undefined,
  now: Date,
): number | undefined {
  const text = header?.trim() ?? '';
  if (seconds.test(text)) return Number(text) * 1_000;
  // Date.parse takes far more than HTTP dates; a negative number is no year that anybody meant.
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
