const timeoutMs = 60_000;

/**
 * Sends a request to a portal. Redirects are refused: a token is for this address and no other.
 *
 * @throws Error with a sentence for people, where nothing answers
 */
export async function fetchPortal(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  return fetch(input, {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(error => {
    throw new Error(`the portal does not answer (${reasonOf(error)})`);
  });
}

/** @throws Error where it is longer than it may be */
export async function textOf(
  response: Response,
  longest: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longest) throw new Error('the answer is too long');
  }
  return text;
}

function reasonOf(error: Error & { cause?: { code?: unknown } }): string {
  return String(error.cause?.code ?? error.name);
}
