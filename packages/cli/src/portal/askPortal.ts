import { fetchPortal, textOf } from './fetchPortal';

/** A portal, and as whom it is asked. */
export interface Portal {
  portal: URL;
  token?: string;
}

export interface PortalRequest extends Portal {
  url: URL;
  /** Sent as JSON, with POST. */
  body?: object;
  /** The one status that is an answer. */
  status: number;
  /** Characters at most. */
  longest: number;
}

/**
 * Asks a portal for something. What it answers is a stranger's: whoever uses it reads it strictly.
 *
 * @throws Error with a sentence for people, where there is no answer that can be used
 */
export async function askPortal(request: PortalRequest): Promise<unknown> {
  const { url, token, body, status, longest } = request;
  const response = await fetchPortal(url, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
  if (response.status !== status) {
    const message = await messageOf(response);
    throw new Error(`the portal answers ${response.status}${message}`);
  }
  return JSON.parse(await textOf(response, longest));
}

const longestError = 64 * 1024;

/** What it says of a request that it does not take: which rule cannot be read, or which permission is missing. */
async function messageOf(response: Response): Promise<string> {
  try {
    const { error } = JSON.parse(await textOf(response, longestError));
    return typeof error?.message === 'string' ? `: ${error.message}` : '';
  } catch {
    return '';
  }
}
