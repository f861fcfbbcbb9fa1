import { createHash } from 'node:crypto';
import { LookError, lookError } from '../LookError';

/**
 * For what a credential is asked.
 *
 * @public
 */
export interface CredentialRequest {
  /**
   * Exact host to which it would be sent, with its port where it has one: a registry, or the token service that a
   * registry names. Docker Hub is `docker.io`, whichever of its hosts is meant.
   */
  host: string;
  /** Repository without the host. */
  repository: string;
  /** Entity for which is looked, as `kind:namespace/name`; absent where it is for none. */
  entity?: string;
}

/**
 * What a registry is shown: an account, or an identity token (a refresh token in the words of OAuth 2).
 *
 * @public
 */
export type RegistryCredential =
  | { username: string; password: string }
  | { identityToken: string };

/**
 * Where credentials come from. It is asked before each look, so it may give others over time.
 *
 * @public
 */
export interface CredentialSource {
  /**
   * The credential for exactly this host, repository and entity; `undefined` is anonymous. Whatever it throws makes
   * the look fail as `access-denied`, and is not shown: it may hold a secret.
   */
  find(request: CredentialRequest): Promise<RegistryCredential | undefined>;
  /**
   * A name for everything that `find` could give for this repository and entity, at any host. Two entities with the
   * same one are shown the same, so one look may serve both. It is compared between replicas as well, so it has to mean
   * the same in each, and nothing in it may be made of a secret. A source without it shares nothing.
   */
  scope?(request: Omit<CredentialRequest, 'host'>): Promise<string>;
}

/** A credential with a name for it that gives nothing away; caches are keyed by that. */
export interface NamedCredential {
  readonly id: string;
  readonly secret?: RegistryCredential;
}

/** @throws LookError `access-denied`, without what the source said */
export async function findCredential(
  source: CredentialSource,
  request: CredentialRequest,
): Promise<NamedCredential> {
  try {
    const secret = await source.find(request);
    return secret ? { id: idOf(secret), secret } : { id: 'anonymous' };
  } catch (error) {
    if (error instanceof LookError) throw error;
    throw lookError(
      'access-denied',
      'infrastructure',
      `The source of credentials failed for ${request.host}/${request.repository}.`,
    );
  }
}

/** The `Basic` header; an identity token has none. */
export function basicOf({ secret }: NamedCredential): string | undefined {
  if (!secret || 'identityToken' in secret) return undefined;
  const text = `${secret.username}:${secret.password}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

function idOf(secret: RegistryCredential): string {
  const parts =
    'identityToken' in secret
      ? ['token', secret.identityToken]
      : ['account', secret.username, secret.password];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
