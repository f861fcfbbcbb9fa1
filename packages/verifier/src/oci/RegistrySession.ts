import { LRUCache } from 'lru-cache';
import {
  dockerHub,
  normalHost,
  type Challenge,
  type Errand,
  type GuardedHttp,
  type HostPolicies,
} from '../http';
import type { Limits } from '../limits';
import type { CredentialSource } from './CredentialSource';
import { RepositorySession } from './RepositorySession';
import { TokenService } from './TokenService';

export interface SessionOptions {
  http: GuardedHttp;
  policies: HostPolicies;
  credentials: CredentialSource;
  limits: Limits;
  clock: { now(): Date };
}

/** What sessions share: how registries wanted to be asked, and tokens. */
export interface SharedSession extends SessionOptions {
  tokens: TokenService;
  /** The challenge that was answered last, by host, repository and credential. */
  challenges: LRUCache<string, Challenge>;
}

const mostChallenges = 1_000;
const challengeMs = 600_000;

/** Reads from registries: answers their challenges and remembers tokens for as long as they live. */
export class RegistrySession {
  readonly #shared: SharedSession;

  constructor(options: SessionOptions) {
    this.#shared = {
      ...options,
      tokens: new TokenService(options),
      challenges: new LRUCache({
        max: mostChallenges,
        ttl: challengeMs,
        ttlResolution: 0,
        perf: { now: () => options.clock.now().getTime() },
      }),
    };
  }

  /** Where a registry answers: its scheme follows from its entry in the allow-list. */
  baseUrl(host: string): URL {
    const wire = host === dockerHub.name ? dockerHub.api : host;
    const scheme = this.#shared.policies.scheme(wire);
    return new URL(`${scheme}://${normalHost(wire, scheme === 'http')}/v2/`);
  }

  /**
   * One look at one repository, with one credential from its beginning to its end (S5.4).
   *
   * @param entity - for whom is looked: a credential may be bound to it (S12.1)
   */
  open(path: string, errand: Errand, entity?: string): RepositorySession {
    return new RepositorySession(this.#shared, path, errand, entity);
  }
}
