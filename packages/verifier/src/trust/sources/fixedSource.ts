import type { AuthoritySource } from './AuthoritySource';

/**
 * Content that configuration holds or names by a path: read once, and never again while the process runs.
 *
 * @param read - tried again until it succeeds
 * @public
 */
export function fixedSource(options: {
  kind: 'file' | 'inline' | 'module';
  location?: string;
  read(): Promise<string>;
}): AuthoritySource {
  const { read, ...rest } = options;
  return {
    ...rest,
    moves: false,
    async fetch() {
      return { content: await read() };
    },
  };
}
