import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConfigurationError,
  readPattern,
  readText,
  Section,
} from '@countersign/domain';
import type { FileHostAccess, RegistryAccess } from '@countersign/verifier';

const hostForm = /^(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/;

/** Whether it can be written where hosts are allowed. */
export function isHost(text: string): boolean {
  return hostForm.test(text);
}

/** One entry of `provenance.registries`: nothing else is ever contacted. */
export function readRegistry(value: unknown, path: string): RegistryAccess {
  const section = Section.of(value, path, [
    'host',
    'username',
    'password',
    'identityToken',
    'repositories',
    'entities',
    'plainHttp',
    'privateNetwork',
  ]);
  const credential = readCredential(section, path);
  for (const binding of ['repositories', 'entities']) {
    // It would read as a restriction of what is looked at, and restrict nothing.
    if (section.has(binding) && !credential)
      section.fail(binding, 'binds a credential, and the entry has none');
  }
  return {
    ...readAccess(section),
    ...credential,
    repositories: section.optionalList('repositories', readPattern),
    entities: section.optionalList('entities', readEntity),
  };
}

function readCredential(section: Section, path: string) {
  const username = section.optionalString('username');
  const password = section.optionalString('password');
  const identityToken = section.optionalString('identityToken');
  if ((username === undefined) !== (password === undefined)) {
    throw new ConfigurationError(
      path,
      'username and password belong together; is an environment variable not set?',
    );
  }
  if (identityToken !== undefined) {
    if (username !== undefined)
      section.fail('identityToken', 'stands in the place of an account');
    return { identityToken };
  }
  return username === undefined ? undefined : { username, password };
}

/**
 * Several entries of one host bring several credentials, and each must be able to serve.
 *
 * @throws ConfigurationError where two entries contradict each other, or one hides another
 */
export function checkRegistries(registries: RegistryAccess[], path: string) {
  registries.forEach((entry, i) => {
    const rest = registries.slice(i + 1).filter(r => r.host === entry.host);
    for (const other of rest) {
      const problem = problemBetween(entry, other);
      if (problem) throw new ConfigurationError(path, problem);
    }
  });
}

function problemBetween(first: RegistryAccess, second: RegistryAccess) {
  const host = `the host "${first.host}" is there twice`;
  if (!hasCredential(first) || !hasCredential(second))
    return `${host}, and not each time with a credential`;
  if (
    first.plainHttp !== second.plainHttp ||
    first.privateNetwork !== second.privateNetwork
  )
    return `${host}, with another plainHttp or privateNetwork`;
  if (!first.repositories && !first.entities)
    return `${host}, and the first credential serves everything: bind it to repositories or entities, or put it last`;
  return undefined;
}

function hasCredential({ password, identityToken }: RegistryAccess): boolean {
  return password !== undefined || identityToken !== undefined;
}

function readEntity(value: unknown, path: string): string {
  const source = readText(value, path);
  try {
    return stringifyEntityRef(parseEntityRef(source));
  } catch {
    throw new ConfigurationError(
      path,
      `"${source}" is not the reference of an entity; write "group:default/payments"`,
    );
  }
}

/** One entry of `provenance.files.hosts`: a host, or an object with a host. */
export function readFileHost(value: unknown, path: string): FileHostAccess {
  if (typeof value === 'string') return { host: readHost(value, path) };
  return readAccess(
    Section.of(value, path, ['host', 'plainHttp', 'privateNetwork']),
  );
}

function readAccess(section: Section) {
  const host = readHost(section.string('host'), section.at('host'));
  const plainHttp = section.optionalBoolean('plainHttp');
  // S12.2: without TLS whoever sits between answers as the registry; only this machine has nobody between.
  if (plainHttp && !isLoopback(host)) {
    section.fail('plainHttp', `is for loopback hosts only, not for ${host}`);
  }
  return {
    host,
    plainHttp,
    privateNetwork: section.optionalBoolean('privateNetwork'),
  };
}

/** A host as references name it, with its port where it is not 443. */
export function readHost(value: string, path: string): string {
  const host = readText(value, path);
  if (!isHost(host)) {
    throw new ConfigurationError(
      path,
      `"${host}" is not a host; write it in lower case without scheme and path, as in "ghcr.io" or "localhost:5000"`,
    );
  }
  return host;
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return (
    name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
  );
}
