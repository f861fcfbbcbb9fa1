import type { Knex } from 'knex';
import { listRefusedHosts, writeGeneralFindings } from '../store';

/** So many are told of; whoever can write annotations can name any number. */
export const mostRefusedHosts = 100;

/** What did not change is written once an hour, to say that it still stands. */
const renewMs = 3_600_000;

/**
 * Keeps one finding for each host that artifacts name and nobody allowed: one line of configuration makes all of them
 * readable, and each of their verdicts alone does not tell how many wait for it.
 */
export async function tellRefusedHosts(options: {
  knex: Knex;
  clock: { now(): Date };
  /** The hosts that may be contacted. */
  allowed: readonly string[];
  /** Aborted when another replica was given the task. */
  signal?: AbortSignal;
}): Promise<void> {
  const { knex, clock, allowed, signal } = options;
  const { hosts } = await listRefusedHosts({
    ...{ knex, allowed },
    limit: mostRefusedHosts,
  });
  signal?.throwIfAborted();
  const now = clock.now();
  const renewedBefore = new Date(now.getTime() - renewMs).toISOString();
  await writeGeneralFindings({
    ...{ knex, code: 'host-refused', now: now.toISOString() },
    ruling: open => ({
      standing: hosts.map(({ host, artifacts }) => {
        const words = `${artifacts} ${
          artifacts === 1 ? 'artifact' : 'artifacts'
        }`;
        const before = open.find(({ about }) => about === host);
        const isSame =
          before?.new === words && before.lastSeenAt > renewedBefore;
        return {
          ...{ code: 'host-refused', about: host, new: words },
          seenAt: isSame ? before.lastSeenAt : now.toISOString(),
        };
      }),
      closed: open
        .map(({ about }) => about)
        .filter(about => !hosts.some(({ host }) => host === about)),
    }),
  });
}
