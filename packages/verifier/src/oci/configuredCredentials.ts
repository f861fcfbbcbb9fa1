import { compilePattern } from '@countersign/domain';
import { createHash } from 'node:crypto';
import { normalHost } from '../http';
import type {
  CredentialRequest,
  CredentialSource,
  RegistryCredential,
} from './CredentialSource';

/**
 * A registry that may be contacted, and a credential for it. Several entries of one host bring several credentials: the
 * first whose bindings fit serves.
 *
 * @public
 */
export interface RegistryAccess {
  /** Exact host, with its port where it has one: `ghcr.io`, `127.0.0.1:5000`. */
  host: string;
  /** Name of the account; without a password there is no credential. */
  username?: string;
  /** Password or token of the account. */
  password?: string;
  /** An identity token in place of an account: it buys tokens at the registry's token service. */
  identityToken?: string;
  /** Patterns over repositories without the host; the credential serves these only. Absent: all. */
  repositories?: string[];
  /**
   * References of entities, owners or systems (`group:default/payments`); the credential serves looks for these only.
   * Absent: every look.
   */
  entities?: string[];
  /** Unencrypted HTTP; works for loopback addresses only. */
  plainHttp?: boolean;
  /** The host may have a private or a loopback address. */
  privateNetwork?: boolean;
}

interface Binding {
  /** The same in every process with this binding. Nothing in it is made of the secret: it may leave the process. */
  name: string;
  host: string;
  credential: RegistryCredential;
  servesRepository(path: string): boolean;
  /** Lower case. */
  entities?: ReadonlySet<string>;
}

/**
 * Credentials as configured, each bound to exactly one host, and where it says so to repositories and entities (S12.1).
 *
 * @param belongsTo - the owners and systems of an entity, as references; asked only where a binding depends on them
 * @throws Error for a host that is none or a pattern that does not compile
 * @public
 */
export function configuredCredentials(
  registries: RegistryAccess[],
  belongsTo: (entity: string) => Promise<readonly string[]> = async () => [],
): CredentialSource {
  const bindings = registries.flatMap(registry => {
    const credential = credentialOf(registry);
    return credential ? [bind(registry, credential)] : [];
  });
  return {
    async find(request) {
      let groups: Promise<readonly string[]> | undefined;
      for (const binding of bindings) {
        if (!isBoundTo(binding, request)) continue;
        const { entities, credential } = binding;
        if (!entities) return credential;
        if (request.entity === undefined) continue;
        groups ??= belongsTo(request.entity);
        const refs = [request.entity, ...(await groups)];
        if (serves(binding, refs)) return credential;
      }
      return undefined;
    },
    // Of all hosts: a token service may be another one than the registry, and is shown what is bound to it.
    async scope({ repository, entity }) {
      const here = bindings.filter(one => one.servesRepository(repository));
      const isBound = here.some(one => one.entities);
      const refs =
        isBound && entity !== undefined
          ? [entity, ...(await belongsTo(entity))]
          : [];
      return here
        .filter(one => !one.entities || serves(one, refs))
        .map(({ name }) => name)
        .join(' ');
    },
  };
}

function serves({ entities }: Binding, refs: readonly string[]): boolean {
  return refs.some(ref => entities?.has(ref.toLowerCase()));
}

function isBoundTo(binding: Binding, { host, repository }: CredentialRequest) {
  return binding.host === host && binding.servesRepository(repository);
}

function credentialOf({
  username,
  password,
  identityToken,
}: RegistryAccess): RegistryCredential | undefined {
  if (identityToken !== undefined) return { identityToken };
  if (username === undefined || password === undefined) return undefined;
  return { username, password };
}

function bind(
  registry: RegistryAccess,
  credential: RegistryCredential,
): Binding {
  const patterns = registry.repositories?.map(compilePattern);
  const entities = registry.entities?.map(ref => ref.toLowerCase());
  const host = normalHost(registry.host, registry.plainHttp);
  return {
    name: nameOf(host, registry),
    host,
    credential,
    servesRepository: path =>
      patterns?.some(pattern => pattern.matches(path)) ?? true,
    ...(entities && { entities: new Set(entities) }),
  };
}

function nameOf(
  host: string,
  { username, repositories, entities }: RegistryAccess,
): string {
  const parts = [
    host,
    username ?? null,
    repositories ?? null,
    entities ?? null,
  ];
  const hash = createHash('sha256').update(JSON.stringify(parts));
  return hash.digest('hex').slice(0, 32);
}
