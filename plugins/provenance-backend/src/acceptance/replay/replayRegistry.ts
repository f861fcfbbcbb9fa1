import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import {
  RegistryPair,
  ReplayTally,
  replayUsage,
  type AcceptanceRegistry,
  type Collection,
  type ReplayInput,
  type ReplayResult,
} from '@countersign/domain';
import type { Knex } from 'knex';
import {
  judgeInputOf,
  Slices,
  type JudgeContext,
  type Verification,
} from '../../engine';
import type { AboutUsage, PagedUsage } from '../../store';
import type { TrustedAuthorities } from '../../trust';
import { OfflineProofs } from './OfflineProofs';
import { readReplayed } from './readReplayed';

const day = 86_400_000;

/** How far a replay is. */
export interface ReplayProgress {
  /** Usages that were replayed. */
  done: number;
}

export interface ReplayOptions {
  knex: Knex;
  clock: Clock;
  /** What is in force: its registry is the one before the change. */
  judging: JudgeContext;
  after: AcceptanceRegistry;
  /** What is trusted after the change, where that brings keys or takes some. */
  trustedAfter?: TrustedAuthorities;
  /** Verifies what is stored under authorities that have not spoken of it; absent: that cannot be predicted. */
  verification?: Pick<Verification, 'revision' | 'verify'>;
  /** Verifications that this may cost, each of one material under one authority. */
  mostVerified?: number;
  /** Owners of source that are the company's own: `github.com/acme`. */
  owners?: readonly string[];
  /** Usages that ended so long ago count as well. */
  endedWithinDays?: number;
  /** Usages that are named in each group. */
  examples?: number;
  onProgress?(progress: ReplayProgress): void;
  signal?: AbortSignal;
}

/**
 * What a change of the registry would do to everything that runs, and to what ran until lately (S9.3): from what is
 * stored alone. No registry is asked and nothing is written.
 *
 * @throws the reason of the signal where it was aborted
 */
export async function replayRegistry(
  options: ReplayOptions,
): Promise<ReplayResult> {
  const { knex, clock, judging, after, signal } = options;
  const { trustedAfter } = options;
  const changed = trustedAfter && { ...judging, authorities: trustedAfter };
  const { endedWithinDays = 30, onProgress = () => {} } = options;
  const now = clock.now();
  const since = new Date(now.getTime() - endedWithinDays * day);
  const tally = new ReplayTally({
    environments: judging.settings.environments,
    examples: options.examples,
  });
  const pair = new RegistryPair(judging.registry, after);
  const replayed = replayerOf(options, pair, now);
  const slices = new Slices();
  let done = 0;
  signal?.throwIfAborted();
  const parts = readReplayed({ knex, now, endedSince: since.toISOString() });
  for await (const part of parts) {
    for (const one of part) {
      await slices.breathe();
      signal?.throwIfAborted();
      const input = inputOf(one, judging, now);
      const under = changed && inputOf(one, changed, now);
      tally.add(subjectOf(one), await replayed(input, under));
    }
    done += part.length;
    onProgress({ done });
  }
  return tally.result();
}

/**
 * A proposal that brings a key or root verifies retained material first, and so does one whose rules name an authority
 * that has said nothing yet: whom it lets in is told before it is merged.
 */
function replayerOf(
  { knex, judging, trustedAfter, verification, ...options }: ReplayOptions,
  pair: RegistryPair,
  now: Date,
) {
  const owners = new Set(options.owners);
  const { loaded } = trustedAfter ?? judging.authorities;
  const proofs =
    verification &&
    new OfflineProofs({
      ...{ knex, verification, authorities: loaded, now },
      most: options.mostVerified,
    });
  return async (input: ReplayInput, under?: ReplayInput) => {
    const first = replayUsage(input, pair, owners, under);
    const isOpen = trustedAfter !== undefined || first.flip.unpredictable;
    if (!proofs || !isOpen || !pair.touches(input)) return first;
    const given = under ?? input;
    const proven = await proofs.complete(given, pair.after);
    return proven === given ? first : replayUsage(input, pair, owners, proven);
  };
}

function subjectOf({ current }: AboutUsage<PagedUsage>) {
  const { id, usage, entity, endedAt } = current;
  return { id, usage, owner: entity?.owner, hasEnded: endedAt !== undefined };
}

function inputOf(
  { current, about }: AboutUsage<PagedUsage>,
  context: JudgeContext,
  now: Date,
) {
  const { usage, entity, problem, resolution, endedAt } = current;
  const known = about();
  return judgeInputOf({
    ...{ usage, entity, problem, resolution, context, ...known },
    now: endedAt === undefined ? now : judgedAt(endedAt, known, now),
  });
}

/**
 * Nobody looks at what ended: judged by the clock of today it would be too old to say anything of (S6.1). So it is judged
 * as of its end, or as of a later look that something else led to.
 */
function judgedAt(
  endedAt: string,
  { collections }: { collections: Collection[] },
  now: Date,
): Date {
  const instants = [endedAt, ...collections.map(({ at }) => at)];
  const latest = instants
    .map(instant => Date.parse(instant))
    .reduce((a, b) => Math.max(a, b));
  return new Date(Math.min(latest, now.getTime()));
}
