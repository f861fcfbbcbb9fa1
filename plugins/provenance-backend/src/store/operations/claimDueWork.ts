import type { Knex } from 'knex';
import { dueFirst, hasRoom, isFree, isNews, wantsLook } from '../dueWork';
import type { WorkRow } from '../rows';
import { takeWork } from './takeWork';

/**
 * `look`: the artifact is looked at. `judge`: only the clock has something to say, nobody is asked. `unreachable`: a
 * look is due and its host is down, which is noted without asking it.
 */
export type WorkMode = 'look' | 'judge' | 'unreachable';

/** A piece of work that this process may do until its lease ends. */
export interface WorkClaim {
  usageId: string;
  ticket: string;
  /** When it was due; changes where somebody asks for another look meanwhile. */
  dueAt: string;
  attempts: number;
  mode: WorkMode;
  /** A person waits for it. */
  asked: boolean;
  /** When the look itself was due. */
  lookAt?: string;
  /** Whoever shares it is looked at together. */
  artifactKey?: string;
  host?: string;
}

/** Which hosts may be asked now, by whoever claims. */
export interface HostChoice {
  /** Down: only who is asked for by a person is looked at; others are noted as unreachable, once. */
  closed: readonly string[];
  /** As many looks are under way in this process as may be. */
  full: readonly string[];
  /** How many further looks at a host may begin in this process. */
  room(host: string): number;
  /** Looks at this host alone: it is tried whether it is back. */
  probe?: string;
}

export interface ClaimOptions {
  knex: Knex;
  now: Date;
  leaseMs: number;
  /** Artifacts at most; usages may be more. */
  limit: number;
  /**
   * Pays no heed to who asked. One claim in two does, or whoever asks for looks without end would keep all others from
   * being looked at, and a withdrawn signature from being noticed.
   */
  longestDue?: boolean;
  hosts?: HostChoice;
  /** By what the claimer judges: nothing is claimed where something else is in force (S6.3). Absent: whatever is. */
  generation?: string;
}

/** Every host may be asked as often as there are places. */
const everyHost: HostChoice = { closed: [], full: [], room: () => Infinity };

/**
 * Rows that are read to find work for the places. Others may be after the same ones at the same time, and one host's may
 * lie before everybody else's.
 */
const rowsForEach = 16;

/**
 * Takes due work: whoever waits for a person first, then the longest due; or the longest due alone. Whoever shares an
 * artifact with what is looked at comes along, due or not, so that one look serves all of them.
 *
 * @remarks
 * Race: see {@link takeWork}; what is read here is a proposal. Where others took all of it meanwhile, it is read again.
 */
export async function claimDueWork(
  options: ClaimOptions,
): Promise<WorkClaim[]> {
  const { hosts = everyHost } = options;
  for (let round = 0; round < 3; round++) {
    const rows = await proposals({ ...options, hosts });
    if (rows.length === 0) return [];
    const claims = await takeWork({ ...options, hosts, proposals: rows });
    if (claims.length > 0) return claims;
  }
  return [];
}

function proposals(
  options: ClaimOptions & { hosts: HostChoice },
): Promise<WorkRow[]> {
  const { knex, now, limit, longestDue = false, hosts } = options;
  const instant = now.toISOString();
  const rows = knex<WorkRow>('work')
    .where('next_at', '<=', instant)
    .where(isFree(instant))
    .limit(limit * rowsForEach);
  if (hosts.probe !== undefined) {
    // What failed most often may be broken by itself: trying it again and again would keep its host down for all.
    return rows
      .where({ host: hosts.probe })
      .where(wantsLook(instant))
      .orderBy(['attempts', 'next_at']);
  }
  return rows
    .where(hasRoom(hosts.full, instant))
    .where(isNews(hosts.closed, instant))
    .orderBy(dueFirst(longestDue));
}
