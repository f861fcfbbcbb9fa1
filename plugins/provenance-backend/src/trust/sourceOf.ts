import {
  fixedSource,
  publicGoodSource,
  tufSource,
  urlSource,
  type AuthoritySource,
  type SourceOptions,
} from '@countersign/verifier';
import type { AuthorityContent, ConfiguredAuthority } from '../config';
import { readContent } from './readContent';

/**
 * Where the content of a configured authority comes from.
 *
 * @throws Error where the pinned root of a TUF repository cannot be read: without it there is nothing to begin with
 */
export async function sourceOf(
  configured: ConfiguredAuthority,
  options: SourceOptions,
): Promise<AuthoritySource> {
  switch (configured.type) {
    case 'public-good': {
      const { mirror, offline } = configured;
      const source = publicGoodSource({ ...options, mirror });
      return offline ? builtIn(source) : source;
    }
    case 'tuf': {
      const root = Buffer.from(await readContent(configured.root));
      return tufSource({ ...configured.mirror, root }, options);
    }
    case 'url':
      return urlSource(configured.access, options);
    default:
      return contentSource(configured.content);
  }
}

function contentSource(content: AuthorityContent): AuthoritySource {
  return fixedSource({
    kind: content.from === 'path' ? 'file' : 'inline',
    ...(content.from === 'path' && { location: content.path }),
    read: () => readContent(content),
  });
}

/** Nothing that somebody else fetched and kept, either. */
function builtIn({ kind, first }: AuthoritySource): AuthoritySource {
  return {
    kind,
    ...(first && { first }),
    moves: false,
    fetch: async () => {
      throw new Error('this authority is offline');
    },
  };
}
