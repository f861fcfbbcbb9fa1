import { run } from '../run';
import type { Surroundings } from '../Surroundings';
import { now } from './Company';

export interface Answer {
  code: number;
  output: string;
  /** What went to people beside the output. */
  words: string;
}

/** Runs a command line in this process. */
export async function ct(
  args: string[],
  change: Partial<Surroundings> = {},
): Promise<Answer> {
  let output = '';
  let words = '';
  const code = await run(args, {
    env: {},
    home: '/nonexistent',
    now: () => now,
    print: async text => {
      output += text;
    },
    warn: text => {
      words += `${text}\n`;
    },
    ...change,
  });
  return { code, output, words };
}
