import { UsageError } from '../options/UsageError';
import type { Surroundings } from '../Surroundings';

/**
 * A token for a portal, from the variable that an option names: a command line is there for everybody on the machine to
 * read.
 *
 * @throws UsageError
 */
export function readToken(
  name: string | undefined,
  { env }: Pick<Surroundings, 'env'>,
): string | undefined {
  if (name === undefined) return undefined;
  const token = env[name];
  if (!token) throw new UsageError(`the variable ${name} is not set`);
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(`the variable ${name} holds no token`);
  return token;
}
