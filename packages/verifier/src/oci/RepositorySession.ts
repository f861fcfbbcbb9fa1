import {
  dockerHub,
  parseChallenges,
  type Challenge,
  type Errand,
  type GuardedRequest,
  type GuardedResponse,
} from '../http';
import {
  basicOf,
  findCredential,
  type NamedCredential,
} from './CredentialSource';
import type { SharedSession } from './RegistrySession';
import { realmOf, type TokenRequest } from './TokenService';

export interface RegistryResponse extends GuardedResponse {
  /** The request had a credential or a token. */
  authorized: boolean;
}

type Question = Omit<GuardedRequest, 'authorization' | 'errand'>;

/** Asks for one repository in one look, as whoever the credential belongs to: Bearer with pull scope, Basic, nobody. */
export class RepositorySession {
  readonly #credentials = new Map<string, Promise<NamedCredential>>();
  /** What the host's front door said in this look. */
  #frontDoor: Promise<string | undefined> | undefined;

  constructor(
    private readonly shared: SharedSession,
    private readonly path: string,
    private readonly errand: Errand,
    private readonly entity?: string,
  ) {}

  /**
   * The credential that serves this repository at a host, asked for once a look.
   *
   * @throws LookError `access-denied` where the source of credentials failed
   */
  credential(host: string): Promise<NamedCredential> {
    const name = isDockerHub(host) ? dockerHub.name : host;
    const known = this.#credentials.get(name);
    if (known) return known;
    const { path: repository, entity } = this;
    const found = findCredential(this.shared.credentials, {
      host: name,
      repository,
      ...(entity !== undefined && { entity }),
    });
    this.#credentials.set(name, found);
    return found;
  }

  /** @throws LookError when no answer came, or when no credential gets one */
  async get(question: Question): Promise<RegistryResponse> {
    const { host } = question.url;
    const key = `${host} ${this.path} ${(await this.credential(host)).id}`;
    const first = await this.#ask(question, await this.#known(key, host));
    // A challenge that came after a redirect is another host's: answering it would send it our credential.
    if (first.url.host !== host) return first;
    const header = await this.#challengeOf(question.url, first);
    if (header === undefined) return first;
    this.shared.challenges.delete(key);
    const challenge = choose(header);
    const authorization =
      challenge && (await this.#answer(challenge, host, 'renew'));
    if (!challenge || authorization === undefined) return first;
    this.shared.challenges.set(key, challenge);
    return this.#ask(question, authorization);
  }

  async #ask(question: Question, authorization: string | undefined) {
    const response = await this.shared.http.get({
      ...question,
      errand: this.errand,
      ...(authorization !== undefined && { authorization }),
    });
    return { ...response, authorized: authorization !== undefined };
  }

  /** What the registry wanted to see the last time, where it is still here. */
  async #known(key: string, host: string): Promise<string | undefined> {
    const challenge = this.shared.challenges.get(key);
    return challenge && this.#answer(challenge, host, 'held');
  }

  /**
   * Some registries say 404 to strangers instead of asking who they are. Where there is a credential, they are asked
   * for their challenge where clients are meant to begin.
   */
  async #challengeOf(
    url: URL,
    { status, headers, authorized }: RegistryResponse,
  ): Promise<string | undefined> {
    if (status === 401) return headers['www-authenticate'] ?? '';
    const hides = !authorized && (status === 404 || status === 403);
    if (!hides || !(await this.credential(url.host)).secret) return undefined;
    this.#frontDoor ??= this.#knock(url);
    return this.#frontDoor;
  }

  async #knock(url: URL): Promise<string | undefined> {
    const {
      status,
      headers,
      url: end,
    } = await this.shared.http.get({
      url: new URL('/v2/', url),
      purpose: `sign-in of ${url.host}`,
      limit: 'tokenBytes',
      errand: this.errand,
    });
    return status === 401 && end.host === url.host
      ? headers['www-authenticate']
      : undefined;
  }

  async #answer(
    challenge: Challenge,
    host: string,
    token: 'held' | 'renew',
  ): Promise<string | undefined> {
    const credential = await this.credential(host);
    if (challenge.scheme === 'basic') return basicOf(credential);
    const request = await this.#tokenRequest(challenge, host, credential);
    const { tokens } = this.shared;
    return token === 'held'
      ? tokens.held(request)
      : tokens.renew(request, this.errand);
  }

  /**
   * A token service at another host is shown a credential only where the same one is bound to both: the token goes to
   * the registry, so a registry that names another's service would be given a token for that other.
   */
  async #tokenRequest(
    challenge: Challenge,
    registry: string,
    credential: NamedCredential,
  ): Promise<TokenRequest> {
    const realm = realmOf(challenge, registry);
    // Before anybody is asked for a credential for a host that is a stranger's word.
    this.shared.policies.check(realm, `token service of ${registry}`);
    const itsOwn = await this.credential(realm.host);
    const isSame = itsOwn.id === credential.id;
    const { service } = challenge.parameters;
    return {
      registry,
      realm,
      repository: this.path,
      credential: isSame ? credential : { id: 'anonymous' },
      ...(service !== undefined && { service }),
    };
  }
}

/** Bearer where it is offered, else Basic; whatever else there is nobody here can answer. */
function choose(header: string): Challenge | undefined {
  const challenges = parseChallenges(header);
  const of = (scheme: string) => challenges.find(one => one.scheme === scheme);
  return of('bearer') ?? of('basic');
}

function isDockerHub(host: string): boolean {
  return host === dockerHub.api || host === dockerHub.token;
}
