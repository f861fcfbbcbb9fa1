import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/**
 * The folder with real signed images: `SANDBOX_CORPUS`, else the one beside the checkout.
 *
 * @returns `undefined` where there is none; everything else works without it.
 * @public
 */
export function corpusFolder(): string | undefined {
  const repositoryRoot = resolvePackagePath('@countersign/sandbox', '../..');
  const folder = resolve(
    repositoryRoot,
    process.env.SANDBOX_CORPUS || '../shared/corpus',
  );
  return existsSync(folder) ? folder : undefined;
}
