import { parseArgs } from 'node:util';
import { openDatabase } from './database';
import { run, type Failure, type RunOptions } from './Simulation';

const usage = `Usage: simulate [--seed N] [--steps N] [--only N,N,...] [--clocks HOURS,...]
  [--postgres ADDRESS] [--trace]
`;

interface Wanted
  extends Pick<RunOptions, 'seed' | 'steps' | 'only' | 'clockErrors'> {
  postgres?: string;
  isTraced: boolean;
}

/** @returns nothing where the arguments are none */
function wanted(): Wanted | undefined {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '2000' },
      only: { type: 'string' },
      clocks: { type: 'string' },
      postgres: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const [seed, steps] = [values.seed, values.steps].map(Number);
  const only = values.only?.split(',').map(Number);
  const clockErrors = values.clocks?.split(',').map(Number);
  const numbers = [seed, steps, ...(only ?? []), ...(clockErrors ?? [])];
  if (!numbers.every(Number.isSafeInteger) || steps < 1) return undefined;
  const { postgres, trace: isTraced } = values;
  return {
    seed,
    steps,
    postgres,
    isTraced,
    clockErrors,
    ...(only && { only: new Set(only) }),
  };
}

/** `./dev simulate`: one line for each thing that must not be, and the command that shows it again. */
async function main(): Promise<number> {
  const options = wanted();
  if (!options) {
    process.stderr.write(usage);
    return 64;
  }
  const begin = performance.now();
  const database = await openDatabase(options.postgres);
  const { failures, taken } = await run({
    ...options,
    knex: database.knex,
    onStep(step, did, verdicts) {
      if (options.isTraced)
        process.stdout.write(`${step} ${did}\n    ${verdicts}\n`);
    },
  });
  await database.close();
  for (const failure of failures)
    process.stdout.write(lineOf(failure, options));
  const count = Object.values(taken).reduce((a, b) => a + b, 0);
  const seconds = Math.round((performance.now() - begin) / 1000);
  process.stdout.write(
    `seed ${options.seed}: ${count} steps in ${seconds} s, ${failures.length} failures\n`,
  );
  return failures.length === 0 ? 0 : 1;
}

function lineOf(
  { seed, step, ...rest }: Failure,
  { clockErrors }: Wanted,
): string {
  const clocks = clockErrors ? ` --clocks=${clockErrors}` : '';
  const again = `--seed ${seed} --steps ${step + 1}${clocks} --trace`;
  return `step ${step} ${JSON.stringify(rest)}\n  ./dev simulate ${again}\n`;
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 70;
  },
);
