import { readFileSync } from 'node:fs';
import { textAt } from '../json';
import { AuthorityError } from './authority';

const mirror = 'https://tuf-repo-cdn.sigstore.dev';

/** What the npm package `@sigstore/tuf` has inside about Sigstore's public-good instance. */
export function readPublicGoodSeed(): {
  mirror: string;
  /** The TUF root from which its repository is followed. */
  root: Buffer;
  /** The `trusted_root.json` of when the package was made. */
  trustedRoot: string;
} {
  const seeds: unknown = JSON.parse(
    readFileSync(require.resolve('@sigstore/tuf/seeds.json'), 'utf8'),
  );
  const root = textAt(seeds, mirror, 'root.json');
  const trustedRoot = textAt(seeds, mirror, 'targets', 'trusted_root.json');
  if (root === undefined || trustedRoot === undefined)
    throw new AuthorityError('@sigstore/tuf has no trust root inside.');
  return {
    mirror,
    root: Buffer.from(root, 'base64'),
    trustedRoot: Buffer.from(trustedRoot, 'base64').toString('utf8'),
  };
}
