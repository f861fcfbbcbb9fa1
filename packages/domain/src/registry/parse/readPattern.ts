import { compilePattern } from '../../pattern';
import { ConfigurationError } from './ConfigurationError';
import { readText } from './Section';

/**
 * A pattern of the domain (S2.2).
 *
 * @throws ConfigurationError with the path, where it is empty or cannot be read
 * @public
 */
export function readPattern(value: unknown, path: string): string {
  const source = readText(value, path);
  try {
    return compilePattern(source).source;
  } catch (error) {
    throw new ConfigurationError(path, (error as Error).message);
  }
}
