import { UserError } from './UserError.mjs';
import { endChildrenOnExit, endEverything } from './processes.mjs';

/** @param {any} error */
function report(error) {
  if (String(error?.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}. Run ./dev to see the commands.`);
    return 64;
  }
  if (!(error instanceof UserError)) {
    console.error(error);
    return 70;
  }
  console.error(error.message);
  return error.exitCode;
}

/**
 * Runs a program to its end: its own mistakes get a stack, a person's get one sentence, and no child outlives it.
 *
 * @param {() => number | Promise<number>} main
 */
export async function runMain(main) {
  endChildrenOnExit();
  let code;
  try {
    code = await main();
  } catch (error) {
    code = report(error);
  }
  await endEverything();
  process.exit(code);
}
