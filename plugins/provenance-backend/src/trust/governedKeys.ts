import {
  ConfigurationError,
  type AuthorityState,
  type AuthorityStatus,
  type GovernedKey,
} from '@countersign/domain';
import {
  AuthorityError,
  governedAuthority,
  keyAuthority,
  windowsOf,
  type Authority,
  type KeyAuthority,
} from '@countersign/verifier';
import type { TrustedAuthorities } from './TrustedAuthorities';

/**
 * What is trusted together with the keys of a version of the registry (S1.4). A name that something else has stays what
 * it is: configuration goes before the registry, and no review can take the place of an authority that rules mean.
 */
export function withGovernedKeys(
  trusted: TrustedAuthorities,
  keys: readonly GovernedKey[],
): TrustedAuthorities {
  if (keys.length === 0) return trusted;
  const found = besideThem(trusted, keys).map(key => loadKey(key, trusted));
  return {
    loaded: [...trusted.loaded, ...found.flatMap(one => one.loaded ?? [])],
    states: [...trusted.states, ...found.map(({ state }) => state)],
  };
}

/** How the keys stand, for people. */
export function governedStatuses(
  trusted: TrustedAuthorities,
  keys: readonly GovernedKey[],
): AuthorityStatus[] {
  return besideThem(trusted, keys).map(key => {
    const { loaded } = loadKey(key, trusted);
    return {
      ...{ name: key.name, kind: 'key', source: 'registry' },
      status: loaded ? 'loaded' : 'missing',
      ...(loaded && { digest: loaded.digest }),
      windows: loaded ? windowsOf(loaded) : [],
    };
  });
}

/**
 * Refuses keys whose numbers nobody could verify by: their form alone says little.
 *
 * @param path - of the list of keys
 * @throws ConfigurationError with the path of the key
 */
export function checkKeys(keys: readonly GovernedKey[], path: string): void {
  keys.forEach(({ name, publicKey }, i) => {
    try {
      keyAuthority(name, publicKey);
    } catch (error) {
      if (!(error instanceof AuthorityError)) throw error;
      throw new ConfigurationError(`${path}[${i}].publicKey`, error.message);
    }
  });
}

/**
 * Refuses keys that would be nothing, because something else has their name.
 *
 * @param path - of the list of keys
 * @throws ConfigurationError with the path of the name
 */
export function checkKeyNames(
  keys: readonly GovernedKey[],
  { states }: Pick<TrustedAuthorities, 'states'>,
  path: string,
): void {
  const taken = new Set(states.map(({ name }) => name));
  keys.forEach(({ name }, i) => {
    if (taken.has(name))
      throw new ConfigurationError(
        `${path}[${i}].name`,
        `there is an authority "${name}" already; give the key a name of its own`,
      );
  });
}

function besideThem(
  { states }: TrustedAuthorities,
  keys: readonly GovernedKey[],
): GovernedKey[] {
  const taken = new Set(states.map(({ name }) => name));
  return keys.filter(({ name }) => !taken.has(name));
}

interface Found {
  loaded?: Authority;
  state: AuthorityState;
}

const made = new WeakMap<
  GovernedKey,
  { log: Authority | undefined; authority: KeyAuthority }
>();

/** Whoever reads evidence asks for it: parsing every key each time would be waste. */
function madeOf(key: GovernedKey, loaded: Authority[]): KeyAuthority {
  const log = loaded.find(({ name }) => name === key.log);
  const known = made.get(key);
  if (known && known.log === log) return known.authority;
  const authority = governedAuthority(key, loaded);
  made.set(key, { log, authority });
  return authority;
}

/** S5.3: a key that cannot be used is one that is missing, and takes nothing else away. */
function loadKey(key: GovernedKey, { loaded }: TrustedAuthorities): Found {
  const { name } = key;
  try {
    const authority = madeOf(key, loaded);
    const { kind, digest, fingerprint } = authority;
    return {
      loaded: authority,
      state: { name, kind, status: 'loaded', digest, fingerprint },
    };
  } catch (error) {
    if (!(error instanceof AuthorityError)) throw error;
    return { state: missing(name, error.message) };
  }
}

function missing(name: string, message: string): AuthorityState {
  return {
    ...{ name, kind: 'key', status: 'failed' },
    cause: { code: 'authority-missing', origin: 'infrastructure', message },
  };
}
