import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Puts the command and all that it needs into one file, `dist/countersign.js`: most of the time of a command that
 * answers in a tenth of a second goes into finding and reading 350 modules. Runs when the package is packed.
 */
const folder = path.dirname(fileURLToPath(import.meta.url));
/** Libraries are found from where most of them are used. */
const { resolve } = createRequire(
  path.resolve(folder, '../verifier/package.json'),
);

/** What some commands need and others never touch. Its modules run at the first use of something in them. */
const lazyPackages =
  /^(?:yaml|@backstage\/catalog-client|tuf-js(?:\/dist\/error)?|@noble\/curves\/.+|node:.+)$/;

/**
 * Puts a stand-in before such a module: the same names, each of which loads the module when it is asked for. What a
 * library requires by itself is left as it is.
 *
 * @type {import('esbuild').Plugin}
 */
const lazily = {
  name: 'lazily',
  setup(bundler) {
    bundler.onResolve({ filter: lazyPackages }, ({ path: name, kind }) =>
      kind === 'import-statement'
        ? { path: name, namespace: 'lazily' }
        : undefined,
    );
    bundler.onLoad(
      { filter: /./, namespace: 'lazily' },
      async ({ path: name }) => {
        const file = isBuiltin(name) ? name : resolve(name);
        const names = Object.keys(await import(file));
        const real = `require(${JSON.stringify(file)})`;
        const lines = names
          // Whether a module was compiled from ESM is asked at once, and not worth its loading.
          .filter(one => one !== 'module.exports' && one !== '__esModule')
          .map(JSON.stringify)
          .map(
            one =>
              `Object.defineProperty(exports, ${one}, { enumerable: true, get: () => ${real}[${one}] });`,
          );
        if (names.includes('__esModule'))
          lines.push('exports.__esModule = true;');
        return { resolveDir: folder, contents: lines.join('\n') };
      },
    );
  },
};

const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/countersign.js',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // What is not there need not be read at every start; names stay, so that a stack still says something.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  plugins: [lazily],
  inject: [path.join(folder, 'bundle/performance.js')],
  alias: { 'cross-fetch': path.join(folder, 'bundle/crossFetch.js') },
  // Found at run time: the public-good root beside its package, and the transform that runs sources in the repository.
  external: [
    '@sigstore/tuf/seeds.json',
    '@backstage/cli/config/nodeTransform.cjs',
  ],
});

/** Whose code is in the file: the folders of the packages that it was taken from. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  ),
);

const notices = [...packages].sort().map(name => {
  const dir = path.resolve(folder, name);
  const manifest = JSON.parse(
    readFileSync(path.join(dir, 'package.json'), 'utf8'),
  );
  const file = readdirSync(dir).find(entry => /^licen[cs]e/i.test(entry));
  const text =
    file && existsSync(path.join(dir, file))
      ? readFileSync(path.join(dir, file), 'utf8').trim()
      : `Licence: ${manifest.license}`;
  return `${manifest.name} ${manifest.version}\n\n${text}\n`;
});
writeFileSync(
  path.join(folder, 'dist/THIRD-PARTY-NOTICES.txt'),
  `dist/countersign.js contains code of these packages.\n\n${notices.join(
    `\n${'-'.repeat(80)}\n\n`,
  )}`,
);
