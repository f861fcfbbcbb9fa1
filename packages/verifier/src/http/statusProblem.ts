import { lookError, type LookError } from '../LookError';
import type { GuardedResponse } from './GuardedRequest';

/**
 * What a status says about a look (S5.1). 404 is not here: what it means depends on what was asked for.
 *
 * Statuses that make no sense count as infrastructure: no bytes that somebody pushed make a server answer them.
 */
export function statusProblem(
  response: GuardedResponse,
  purpose: string,
): LookError {
  const { status, url } = response;
  const said = `${url.host} answered ${status} (${purpose}).`;
  if (status === 401 || status === 403)
    return lookError('access-denied', 'infrastructure', said);
  if (status === 429) return lookError('rate-limited', 'infrastructure', said);
  return lookError('registry-unreachable', 'infrastructure', said);
}
