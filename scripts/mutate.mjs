import { createRequire } from 'node:module';
import { runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { exitCode, start } from './lib/processes.mjs';

const transform = createRequire(import.meta.url).resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);

/** `yarn mutate --seed N --count N`: tampers with everything that verifies, and says where somebody would gain by it. */
const main = () =>
  exitCode(
    start(
      [
        ...['node', '--require', transform],
        fromRoot('packages/verifier/src/__testUtils__/mutation/main.ts'),
        ...process.argv.slice(2),
      ],
      { stdio: 'inherit' },
    ),
  );

await runMain(main);
