import {
  finishDigestLooks,
  hasOtherNames,
  readCurrentUsages,
  recordLooks,
  renewLooks,
  type FinishedDigestLook,
  type LedTo,
  type LookToRecord,
  type RenewedLook,
  type UsageToLook,
} from '../store';
import type { EngineContext } from './EngineContext';
import { Gathering, type Company } from './Gathering';
import { HostWatch } from './hosts/HostWatch';
import { RecentLooks } from './RecentLooks';
import type { Verification } from './Verification';
import { verifyOnce } from './verifyOnce';

/** What the pieces of work of one process share while it runs. */
export interface Workshop {
  looks: RecentLooks;
  hosts: HostWatch;
  /** Asked once for what several looks ask at the same time. */
  verification: Verification;
  /** Usages by their ids. */
  usages: Gathering<string[], UsageToLook[]>;
  /** Whether something else leads to a digest as well. */
  names: Gathering<LedTo, boolean>;
  /** Leaves looks to whoever comes to the same digest by another name. */
  shared: Gathering<FinishedDigestLook, void>;
  /** Writes looks; false where one came too late. */
  records: Gathering<LookToRecord, boolean>;
  /** Writes looks that found nothing new; false where one has to be recorded in full. */
  renewals: Gathering<RenewedLook, boolean>;
}

/** How often what is left of shared looks is removed, by the clock of the looks. */
const sweepMs = 10_000;

/** Looks of one transaction: while they are written, others wait for their rows. */
const mostTogether = 32;

/** So many share a transaction of some twenty statements well enough. */
const enough = 4;
const companyMs = 50;

/** @param options - `companyMs`: how long a look waits for others to be recorded with, in real milliseconds */
export function openWorkshop({
  knex,
  clock,
  verification,
  companyMs: ms = companyMs,
}: Pick<EngineContext, 'knex' | 'clock' | 'verification'> & {
  companyMs?: number;
}): Workshop {
  const company: Company = { ms, enough };
  return {
    looks: new RecentLooks(clock),
    hosts: new HostWatch(),
    verification: verifyOnce(verification, { keep: false }),
    usages: new Gathering(async asked => {
      const usages = await readCurrentUsages({ knex, ids: asked.flat() });
      return asked.map(ids => {
        const wanted = new Set(ids);
        return usages.filter(({ id }) => wanted.has(id));
      });
    }, mostTogether),
    names: new Gathering(asked => hasOtherNames({ knex, asked }), mostTogether),
    shared: new Gathering(sharing(knex), mostTogether, company),
    records: new Gathering(
      async looks => {
        const recorded = await recordLooks({ knex, looks });
        return looks.map(({ claim }) => recorded.has(claim.usageId));
      },
      mostTogether,
      company,
    ),
    renewals: new Gathering(async looks => {
      const renewed = await renewLooks({ knex, looks });
      return looks.map(({ claim }) => renewed.has(claim.usageId));
    }, mostTogether),
  };
}

function sharing(knex: EngineContext['knex']) {
  let swept = -Infinity;
  return async (looks: FinishedDigestLook[]) => {
    const now = looks[0].now.getTime();
    // A clock that was put back must not put it off.
    const sweeps = Math.abs(now - swept) >= sweepMs;
    if (sweeps) swept = now;
    await finishDigestLooks({ knex, looks, sweeps });
    return looks.map(() => undefined);
  };
}
