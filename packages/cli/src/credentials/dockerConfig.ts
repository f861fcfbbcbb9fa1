import { isAbsolute, join } from 'node:path';
import { isAbsence, readStart, whyUnread } from '../files';
import type { Surroundings } from '../Surroundings';

const MiB = 1024 * 1024;

/** What Docker's configuration says about credentials, as far as it is there and makes sense. */
export interface DockerConfig {
  auths: Record<string, unknown>;
  /** Host to the helper's name. */
  credHelpers: Record<string, string>;
  credsStore?: string;
}

const none: DockerConfig = { auths: {}, credHelpers: {} };

/**
 * Reads `config.json` of `DOCKER_CONFIG`, else of `~/.docker`. One that cannot be read means anonymous and a warning:
 * without a credential less can be read, and nothing more is trusted.
 *
 * @remarks Source: Docker's reference of `docker login`, "Credential stores" and "Credential helpers".
 */
export async function readDockerConfig({
  env,
  home,
  warn,
}: Surroundings): Promise<DockerConfig> {
  // Without a home it would be that of whoever wrote the folder where the command runs.
  if (!env.DOCKER_CONFIG && !isAbsolute(home)) return none;
  const path = join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json');
  let text: string;
  try {
    const { bytes, isCut } = await readStart(path, MiB);
    if (isCut) {
      warn(`${path} is larger than 1 MiB and is not used.`);
      return none;
    }
    text = bytes.toString('utf8');
  } catch (error) {
    if (!isAbsence(error)) warn(`${path} ${whyUnread(error)}.`);
    return none;
  }
  try {
    return configOf(JSON.parse(text));
  } catch {
    // The parser's message would quote the file, and the file holds passwords.
    warn(`${path} is not JSON and is not used.`);
    return none;
  }
}

function configOf(value: unknown): DockerConfig {
  const { auths, credHelpers, credsStore } = objectOf(value);
  return {
    auths: objectOf(auths),
    credHelpers: Object.fromEntries(
      Object.entries(objectOf(credHelpers)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    ...(typeof credsStore === 'string' && credsStore !== '' && { credsStore }),
  };
}

export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
