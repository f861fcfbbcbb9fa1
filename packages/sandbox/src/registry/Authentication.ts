import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { compilePattern } from '@countersign/domain';
import { jsonReply, type Reply } from '../http/Reply';
import { registryError } from './pull';
import type { Route } from './route';

/** @public */
export interface RegistryAccount {
  username: string;
  password: string;
  /** Buys tokens in the place of the password. */
  identityToken?: string;
  /** Patterns of the repositories that it may read. Absent: all. */
  repositories?: string[];
  /** It may write, too. */
  mayPush?: boolean;
}

/**
 * Who may read what in a registry, and how they show it.
 *
 * @public
 */
export interface RegistryAuthentication {
  scheme: 'basic' | 'bearer';
  accounts: RegistryAccount[];
  /** Patterns of the repositories that anybody may read. */
  anonymous?: string[];
  /** How long a token lives. Default 300. */
  tokenSeconds?: number;
  clock?: { now(): Date };
}

/**
 * One question to the token service; never a secret.
 *
 * @public
 */
export interface TokenQuestion {
  method: string;
  grantType?: string;
  service?: string;
  scope?: string;
  /** Whose token it was; absent for nobody's. */
  username?: string;
  status: number;
}

interface Token {
  account?: RegistryAccount;
  repository?: string;
  actions: string[];
  expiresAt: number;
}

export const tokenPath = '/token';
const service = 'sandbox-registry';

/** Asks who somebody is, gives tokens, and lets through whoever may. */
export class Authentication {
  readonly questions: TokenQuestion[] = [];
  readonly #options: RegistryAuthentication;
  readonly #clock: { now(): Date };
  readonly #tokens = new Map<string, Token>();

  /** @param tokenService - where tokens are given, as the challenge says it */
  constructor(
    options: RegistryAuthentication,
    private readonly tokenService: () => string,
  ) {
    this.#options = options;
    this.#clock = options.clock ?? { now: () => new Date() };
  }

  /** @returns the refusal; `undefined` lets the request through. */
  refuse(request: IncomingMessage, route: Route): Reply | undefined {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const action = isRead ? 'pull' : 'push';
    const repository = route.kind === 'version' ? undefined : route.repository;
    const [scheme = '', secret = ''] =
      request.headers.authorization?.split(' ') ?? [];
    const may =
      this.#options.scheme === 'basic'
        ? this.#basicMay(scheme, secret, repository, action)
        : this.#tokenMay(scheme, secret, repository, action);
    return may ? undefined : this.#challenge(repository, action);
  }

  /** Answers at the token service's path. */
  giveToken(request: IncomingMessage, body: Buffer): Reply {
    const { method = 'GET' } = request;
    const form =
      method === 'POST'
        ? new URLSearchParams(body.toString())
        : new URL(request.url ?? '/', 'http://registry').searchParams;
    const asked = {
      method,
      grantType: form.get('grant_type') ?? undefined,
      service: form.get('service') ?? undefined,
      scope: form.get('scope') ?? undefined,
    };
    const account = this.#accountOf(request, form);
    const status = account === 'unknown' ? 401 : 200;
    const username = typeof account === 'object' ? account.username : undefined;
    this.questions.push({ ...asked, username, status });
    if (account === 'unknown') return registryError(401, 'UNAUTHORIZED');
    return this.#issue(account, asked.scope, method === 'POST');
  }

  #issue(
    account: RegistryAccount | undefined,
    scope: string | undefined,
    isOauth: boolean,
  ): Reply {
    const { tokenSeconds = 300 } = this.#options;
    const [, repository, actions = ''] = scope?.split(':') ?? [];
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, {
      account,
      repository,
      // Services grant what may be, and say nothing about the rest.
      actions: actions
        .split(',')
        .filter(action => this.#may(account, repository, action)),
      expiresAt: this.#clock.now().getTime() + tokenSeconds * 1_000,
    });
    const name = isOauth ? 'access_token' : 'token';
    return jsonReply(200, { [name]: token, expires_in: tokenSeconds });
  }

  /** `undefined` is nobody; somebody who cannot show it is `unknown`. */
  #accountOf(
    request: IncomingMessage,
    form: URLSearchParams,
  ): RegistryAccount | undefined | 'unknown' {
    const { accounts } = this.#options;
    if (form.get('grant_type') === 'refresh_token') {
      const shown = form.get('refresh_token') ?? '';
      return (
        accounts.find(
          ({ identityToken }) =>
            identityToken !== undefined && isSame(identityToken, shown),
        ) ?? 'unknown'
      );
    }
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    return this.#byBasic(authorization.replace(/^Basic /, '')) ?? 'unknown';
  }

  #byBasic(secret: string): RegistryAccount | undefined {
    const shown = Buffer.from(secret, 'base64').toString();
    return this.#options.accounts.find(({ username, password }) =>
      isSame(`${username}:${password}`, shown),
    );
  }

  #basicMay(
    scheme: string,
    secret: string,
    repository: string | undefined,
    action: string,
  ): boolean {
    if (scheme === '') return this.#may(undefined, repository, action);
    const account = scheme === 'Basic' ? this.#byBasic(secret) : undefined;
    return account !== undefined && this.#may(account, repository, action);
  }

  #tokenMay(
    scheme: string,
    secret: string,
    repository: string | undefined,
    action: string,
  ): boolean {
    const token = scheme === 'Bearer' ? this.#tokens.get(secret) : undefined;
    if (!token || token.expiresAt <= this.#clock.now().getTime()) return false;
    if (repository === undefined) return true;
    return token.repository === repository && token.actions.includes(action);
  }

  #may(
    account: RegistryAccount | undefined,
    repository: string | undefined,
    action: string,
  ): boolean {
    if (repository === undefined) return account !== undefined;
    const { anonymous = [] } = this.#options;
    if (action === 'pull' && matchesAny(anonymous, repository)) return true;
    if (!account || !matchesAny(account.repositories ?? ['**'], repository))
      return false;
    return action === 'pull' || account.mayPush === true;
  }

  #challenge(repository: string | undefined, action: string): Reply {
    const scope = repository
      ? `,scope="repository:${repository}:${action}"`
      : '';
    const challenge =
      this.#options.scheme === 'basic'
        ? 'Basic realm="sandbox"'
        : `Bearer realm="${this.tokenService()}",service="${service}"${scope}`;
    const refusal = registryError(401, 'UNAUTHORIZED');
    return {
      ...refusal,
      headers: { ...refusal.headers, 'www-authenticate': challenge },
    };
  }
}

function matchesAny(patterns: string[], repository: string): boolean {
  return patterns.some(pattern => compilePattern(pattern).matches(repository));
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
