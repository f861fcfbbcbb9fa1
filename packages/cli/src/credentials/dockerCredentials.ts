import type {
  CredentialSource,
  RegistryCredential,
} from '@countersign/verifier';
import { tokenServicesOf } from '../look/hosts';
import type { Surroundings } from '../Surroundings';
import { askHelper, HelperError } from './askHelper';
import { objectOf, readDockerConfig, type DockerConfig } from './dockerConfig';

/** What Docker Hub is called in Docker's own files. */
const dockerHub = 'https://index.docker.io/v1/';

/**
 * The credential that `docker login` left for one registry. It is shown to that registry, and to the token service
 * that is known to belong to it; nobody else is shown any.
 *
 * @param registry - the host in the reference that was typed
 */
export function dockerCredentials(
  registry: string,
  surroundings: Surroundings,
): CredentialSource {
  const served = new Set([registry, ...tokenServicesOf(registry)]);
  let credential: Promise<RegistryCredential | undefined> | undefined;
  return {
    async find({ host }) {
      if (!served.has(host)) return undefined;
      credential ??= credentialFor(registry, surroundings);
      return credential;
    },
  };
}

async function credentialFor(
  registry: string,
  surroundings: Surroundings,
): Promise<RegistryCredential | undefined> {
  const config = await readDockerConfig(surroundings);
  const names = namesOf(registry);
  const helper = own(config.credHelpers, names) ?? config.credsStore;
  // An empty name takes a host out of the store, as Docker has it.
  if (helper === undefined || helper === '') return storedIn(config, names);
  try {
    return await askHelper(helper, names[0], surroundings);
  } catch (error) {
    if (!(error instanceof HelperError)) throw error;
    // Without a credential less can be read, and nothing more is trusted.
    surroundings.warn(`${registry} is asked anonymously: ${error.message}.`);
    return undefined;
  }
}

/** Under which names a registry may stand in Docker's files, the usual one first. */
function namesOf(registry: string): string[] {
  return registry === 'docker.io'
    ? [dockerHub, 'index.docker.io', 'docker.io']
    : [
        registry,
        ...['', '/', '/v1/', '/v2/'].map(path => `https://${registry}${path}`),
      ];
}

function storedIn(
  { auths }: DockerConfig,
  names: string[],
): RegistryCredential | undefined {
  const entry = objectOf(own(auths, names));
  const { auth, identitytoken, username, password } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { identityToken: identitytoken };
  if (typeof auth === 'string' && auth !== '') {
    const text = Buffer.from(auth, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon > 0)
      return {
        username: text.slice(0, colon),
        // Docker pads what it encodes with zeros.
        password: text.slice(colon + 1).replace(/\0+$/, ''),
      };
  }
  return typeof username === 'string' && typeof password === 'string'
    ? { username, password }
    : undefined;
}

function own<T>(map: Record<string, T>, names: string[]): T | undefined {
  const name = names.find(one => Object.hasOwn(map, one));
  return name === undefined ? undefined : map[name];
}
