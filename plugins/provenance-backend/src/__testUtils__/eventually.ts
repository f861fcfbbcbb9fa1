import { setTimeout } from 'node:timers/promises';

/** Tries until it passes; for what another process or loop does in its own time. */
export async function eventually<T>(
  attempt: () => Promise<T>,
  { seconds = 20 } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await setTimeout(25);
    }
  }
}
