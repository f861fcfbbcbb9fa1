import { parseArgs } from 'node:util';
import { campaign } from './campaign';

/** `yarn mutate --seed N --count N`: one line for each mutant by which somebody would gain. */
function main(): number {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '5000' },
    },
  });
  const [seed, count] = [values.seed, values.count].map(Number);
  if (![seed, count].every(Number.isSafeInteger) || count < 1) {
    process.stderr.write('--seed and --count take whole numbers.\n');
    return 64;
  }
  const gains = campaign(seed, count);
  for (const gain of gains) process.stdout.write(`${JSON.stringify(gain)}\n`);
  process.stdout.write(
    `seed ${seed}: ${count} mutants, ${gains.length} by which somebody gains\n`,
  );
  return gains.length === 0 ? 0 : 1;
}

process.exitCode = main();
