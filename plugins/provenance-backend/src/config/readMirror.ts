import { ConfigurationError, type Section } from '@countersign/domain';
import { mirrorAddress, type MirrorAccess } from '@countersign/verifier';
import { isLoopback } from './readHosts';

/** The keys that say how an origin of trust is reached. */
export const accessKeys = [
  'privateNetwork',
  'username',
  'password',
  'token',
] as const;

/**
 * The address under `key`, with what stands beside it about how it is reached.
 *
 * @throws ConfigurationError, never with a credential in it
 */
export function readMirror(section: Section, key: string): MirrorAccess {
  const authorization = readAuthorization(section);
  const privateNetwork = section.optionalBoolean('privateNetwork');
  return {
    url: readAddress(section, key),
    ...(privateNetwork !== undefined && { privateNetwork }),
    ...(authorization !== undefined && { authorization }),
  };
}

function readAddress(section: Section, key: string): string {
  const text = section.string(key);
  let address: string;
  try {
    address = mirrorAddress(text);
  } catch {
    return section.fail(
      key,
      'must be an address such as "https://tuf.example", without a credential and without "?"',
    );
  }
  const { protocol, host } = new URL(address);
  // Metadata is signed, a credential and the freshness of what is served are not.
  if (protocol === 'http:' && !isLoopback(host)) {
    section.fail(key, `is without TLS, which is for loopback hosts only`);
  }
  return address;
}

function readAuthorization(section: Section): string | undefined {
  const username = section.optionalString('username');
  const password = section.optionalString('password');
  const token = section.optionalString('token');
  if ((username === undefined) !== (password === undefined)) {
    throw new ConfigurationError(
      section.path,
      'username and password belong together; is an environment variable not set?',
    );
  }
  if (username === undefined) return token && `Bearer ${token}`;
  if (token !== undefined) {
    section.fail('token', 'and username exclude each other');
  }
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
