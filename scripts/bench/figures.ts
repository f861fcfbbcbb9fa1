import { cpus } from 'node:os';

/** What every figure says: how many times better than something named. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  /** Above 1 is better than the baseline. */
  ratio: number;
}

const environment = {
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model,
};

export function report(figure: Figure) {
  const rounded = {
    ...figure,
    value: round(figure.value),
    ratio: round(figure.ratio),
  };
  process.stdout.write(`${JSON.stringify({ ...rounded, environment })}\n`);
}

/** A figure that cannot be taken here says so, by name. */
export function skip(name: string, why: string) {
  process.stdout.write(`${JSON.stringify({ name, skipped: why })}\n`);
}

const round = (n: number) => Number(n.toPrecision(4));

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function geometricMean(values: number[]): number {
  return Math.exp(
    values.reduce((sum, one) => sum + Math.log(one), 0) / values.length,
  );
}

const rounds = 5;

/** Milliseconds on the wall, and of processor time in this process: others that run beside it do not count. */
export const clocks = {
  wall: () => Number(process.hrtime.bigint()) / 1e6,
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  },
};

/**
 * Milliseconds of each piece of work, the median of five rounds. Rounds take turns, so that a busy moment of the
 * machine meets all of them.
 */
export async function compare<K extends string>(
  works: Record<K, () => unknown>,
  times: number,
  clock: () => number = clocks.wall,
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const taken = new Map<K, number[]>(names.map(name => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const name of names) {
      const begin = clock();
      for (let i = 0; i < times; i++) {
        const result = works[name]();
        if (result instanceof Promise) await result;
      }
      const ms = (clock() - begin) / times;
      // The first one warms up.
      if (round >= 0) taken.get(name)?.push(ms);
    }
  return Object.fromEntries(
    names.map(name => [name, median(taken.get(name) ?? [])]),
  ) as Record<K, number>;
}
