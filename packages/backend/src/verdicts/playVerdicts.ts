import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import type { Act } from '@countersign/sandbox';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortalApi } from './PortalApi';
import { type Row, toRows } from './rows';

/** What a run needs of the sandbox: what happens after the first look, and the clock. */
export interface Stagehand {
  acts: readonly Act[];
  now(): Date;
  /** Moves the clock forward. */
  advance(milliseconds: number): void;
}

export interface PlayOptions {
  api: PortalApi;
  /** Those that name artifacts or say what is expected of them. */
  entities: Entity[];
  sandbox: Stagehand;
  /** Real milliseconds for each wait. */
  patience?: number;
}

const pollMs = 500;
/** Less than a missed interval: what is looked at again is late, not overdue. */
const betweenLooksMs = 60_000;

/**
 * Plays the sandbox's cases: a first look at everything, the acts in their order, and a second look, a minute later by
 * the moved clock, at what they touched and at what could not be reached.
 *
 * @throws Error where the looks do not end in time
 */
export async function playVerdicts(options: PlayOptions): Promise<Row[]> {
  const { api, sandbox, entities } = options;
  const names = new Set(entities.map(entity => stringifyEntityRef(entity)));
  await waitFor(options, 'the first look at every entity', usages => {
    const seen = new Set(usages.map(({ entityRef }) => entityRef));
    return (
      [...names].every(name => seen.has(name)) && usages.every(wasLookedAt)
    );
  });

  for (const act of sandbox.acts) await act.run();
  sandbox.advance(betweenLooksMs);
  const movedAt = sandbox.now().toISOString();
  const again = (await api.usages()).filter(
    usage =>
      couldNotBeReached(usage) ||
      sandbox.acts.some(act => usage.repository?.endsWith(act.repository)),
  );
  for (const { id } of again) await api.check(id);
  const ids = new Set(again.map(({ id }) => id));
  const usages = await waitFor(options, 'the second look', all =>
    all
      .filter(({ id }) => ids.has(id))
      .every(usage => wasLookedAt(usage) && usage.lastCheckedAt! >= movedAt),
  );
  return toRows(entities, usages);
}

/** The placeholder of an annotation that cannot be read has nothing to look at. */
function wasLookedAt(usage: UsageSummary): boolean {
  const { repository, checking, lastCheckedAt } = usage;
  return repository === undefined || (!checking && lastCheckedAt !== undefined);
}

/** A busy machine can cost a request its time on loopback too; what is down on purpose stays down. */
function couldNotBeReached({ repository, reason }: UsageSummary): boolean {
  return repository !== undefined && reason.code === 'registry-unreachable';
}

async function waitFor(
  { api, patience = 45_000 }: PlayOptions,
  what: string,
  isDone: (usages: UsageSummary[]) => boolean,
): Promise<UsageSummary[]> {
  const deadline = Date.now() + patience;
  for (;;) {
    const usages = await api.usages();
    if (isDone(usages)) return usages;
    if (Date.now() > deadline) {
      const waiting = usages.filter(usage => !wasLookedAt(usage));
      throw new Error(
        `Waited too long for ${what}; still due: ${
          waiting.map(({ reference }) => reference).join(', ') || 'none'
        } of ${usages.length} usages`,
      );
    }
    await sleep(pollMs);
  }
}
