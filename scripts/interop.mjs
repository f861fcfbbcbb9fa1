import { buildMissing, findTools } from './interop/tools.mjs';
import { interopTests } from './test/interop-tests.mjs';
import { runMain } from './lib/main.mjs';

/** `yarn interop:tools` builds what is missing, one by one; `yarn test:interop` runs the suite with what is there. */
async function main() {
  if (process.argv.includes('--build')) {
    const problems = await buildMissing(({ name, version }) =>
      console.log(`Building ${name} ${version} ...`),
    );
    for (const problem of problems) console.error(problem);
    for (const line of findTools().missing) console.log(`missing  ${line}`);
    return problems.length === 0 ? 0 : 69;
  }
  const { passed, failed, skipped, output } = await interopTests();
  console.log(output);
  for (const line of skipped) console.log(`skipped  ${line}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed === 0 ? 0 : 1;
}

await runMain(main);
