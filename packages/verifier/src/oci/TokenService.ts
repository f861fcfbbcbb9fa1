import { LRUCache } from 'lru-cache';
import {
  statusProblem,
  type Challenge,
  type Errand,
  type GuardedHttp,
  type GuardedRequest,
  type GuardedResponse,
} from '../http';
import { parseJson, textAt, valueAt } from '../json';
import type { Limits } from '../limits';
import { lookError } from '../LookError';
import { basicOf, type NamedCredential } from './CredentialSource';

/** What a token is for. */
export interface TokenRequest {
  /** The registry whose challenge asks for it: the token is shown to no other. */
  registry: string;
  realm: URL;
  service?: string;
  repository: string;
  credential: NamedCredential;
}

interface Token {
  authorization: string;
  expiresAt: number;
}

const mostTokens = 1_000;
const shortestTokenLife = 60;
/** What we are called where a client has to have a name. */
const clientId = 'countersign';

/**
 * Buys tokens for reading one repository, anonymously, with an account or with an identity token, and keeps them for
 * as long as they live.
 *
 * @remarks Sources: distribution's token and OAuth 2 specifications.
 */
export class TokenService {
  readonly #tokens = new LRUCache<string, Token>({ max: mostTokens });

  constructor(
    private readonly options: {
      http: GuardedHttp;
      limits: Limits;
      clock: { now(): Date };
    },
  ) {}

  /** The token that is here and still lives. */
  held(request: TokenRequest): string | undefined {
    const token = this.#tokens.get(keyOf(request));
    const now = this.options.clock.now().getTime();
    return token && token.expiresAt > now ? token.authorization : undefined;
  }

  /** A new one: what was held did not serve. */
  async renew(request: TokenRequest, errand: Errand): Promise<string> {
    const key = keyOf(request);
    this.#tokens.delete(key);
    const purpose = `token service of ${request.registry}`;
    const response = await this.options.http.get({
      ...question(request),
      purpose,
      limit: 'tokenBytes',
      errand,
    });
    if (response.status !== 200) throw statusProblem(response, purpose);
    const answer = tokenAnswer(response, this.options.limits, purpose);
    const authorization = `Bearer ${answer.token}`;
    // Half of the life that it claims: a token must not end between the check and its use.
    const expiresAt = this.options.clock.now().getTime() + answer.seconds * 500;
    this.#tokens.set(key, { authorization, expiresAt });
    return authorization;
  }
}

/** Reading is all that is ever asked for, whatever the challenge says. */
function scopeOf({ repository }: TokenRequest): string {
  return `repository:${repository}:pull`;
}

function keyOf(request: TokenRequest): string {
  const { registry, realm, service, credential } = request;
  const scope = scopeOf(request);
  return JSON.stringify([registry, realm.href, service, scope, credential.id]);
}

function question(
  request: TokenRequest,
): Pick<GuardedRequest, 'url' | 'form' | 'authorization'> {
  const { realm, service, credential } = request;
  const scope = scopeOf(request);
  const { secret } = credential;
  if (secret && 'identityToken' in secret)
    return {
      url: realm,
      form: new URLSearchParams({
        grant_type: 'refresh_token',
        ...(service !== undefined && { service }),
        client_id: clientId,
        scope,
        refresh_token: secret.identityToken,
      }),
    };
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const authorization = basicOf(credential);
  return { url, ...(authorization !== undefined && { authorization }) };
}

/** @throws LookError `access-denied` where a challenge names no service that gives tokens */
export function realmOf(challenge: Challenge, registry: string): URL {
  try {
    return new URL(challenge.parameters.realm ?? '');
  } catch {
    throw lookError(
      'access-denied',
      'infrastructure',
      `${registry} asks for a token and names no service that gives one.`,
    );
  }
}

/** Visible ASCII: a token with a line break would be a header of its own. */
const tokenForm = /^[\x21-\x7e]{1,65536}$/;

function tokenAnswer(
  response: GuardedResponse,
  limits: Limits,
  purpose: string,
) {
  let body: unknown;
  try {
    body = parseJson(response.body, limits.jsonDepth);
  } catch {
    body = undefined;
  }
  const token = textAt(body, 'token') ?? textAt(body, 'access_token');
  if (token === undefined || !tokenForm.test(token))
    throw lookError(
      'access-denied',
      'infrastructure',
      `${response.url.host} gave no token (${purpose}).`,
    );
  const claimed = valueAt(body, 'expires_in');
  const seconds =
    typeof claimed === 'number' && claimed > 0 && claimed < 86_400
      ? claimed
      : shortestTokenLife;
  return { token, seconds };
}
