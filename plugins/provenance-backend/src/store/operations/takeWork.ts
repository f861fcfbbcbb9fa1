import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isPostgres, whereIn } from '../dialect';
import { dueFirst, isFree, wantsLook } from '../dueWork';
import type { WorkRow } from '../rows';
import type {
  ClaimOptions,
  HostChoice,
  WorkClaim,
  WorkMode,
} from './claimDueWork';
import { isActive } from './holdsGeneration';

/** Usages of one claim at most; what shares the artifact beyond that is claimed next, and shares the look all the same. */
const mostUsages = 500;

interface TakeOptions extends ClaimOptions {
  hosts: HostChoice;
  proposals: WorkRow[];
}

/** Work that is done as one: the usages of one artifact, or one usage. */
interface Task {
  name: string;
  mode: WorkMode;
  row: WorkRow;
}

/**
 * Takes as much of the proposed work as there are places for, and what shares an artifact with it.
 *
 * @remarks
 * Race: replicas claim at the same time, and two usages of one artifact must not go to two of them. On PostgreSQL the
 * artifact is locked for the length of the transaction, by a lock that nobody waits for; then its rows, where locked ones
 * are skipped. SQLite has neither; there one statement decides what is still free and takes it. A select followed by an
 * update was measured to hand out rows twice even within one process. Either way what was proposed counts only where it
 * is still due and free. A killed replica's lease ends by itself, and its late result carries an old ticket.
 */
export async function takeWork(options: TakeOptions): Promise<WorkClaim[]> {
  const { knex, proposals } = options;
  const tasks = tasksIn(proposals, options);
  if (!isPostgres(knex)) {
    const fit = fitting([...tasks.values()], options);
    return lease(knex, fit, options, takeable(knex, fit, options));
  }
  return knex.transaction(async trx => {
    const names = await lockTasks(trx, [...tasks.keys()], options.limit);
    const locked = names.flatMap(name => tasks.get(name) ?? []);
    const fit = fitting(locked, options);
    const rows: Pick<WorkRow, 'usage_id'>[] = await takeable(trx, fit, options)
      .forUpdate()
      .skipLocked();
    const ids = rows.map(row => row.usage_id);
    return lease(trx, fit, options, ids);
  });
}

/** In the order of the proposals, each once. */
function tasksIn(
  rows: WorkRow[],
  { now, hosts }: TakeOptions,
): Map<string, Task> {
  const tasks = new Map<string, Task>();
  for (const row of rows) {
    const mode = modeOf(row, hosts, now);
    const name =
      mode === 'look' && row.artifact_key !== null
        ? `artifact ${row.artifact_key}`
        : `usage ${row.usage_id}`;
    if (!tasks.has(name)) tasks.set(name, { name, mode, row });
  }
  return tasks;
}

function modeOf(row: WorkRow, hosts: HostChoice, now: Date): WorkMode {
  const instant = now.toISOString();
  const isDown = row.host !== null && hosts.closed.includes(row.host);
  if (row.priority === 0) {
    if (row.look_at !== null && row.look_at > instant) return 'judge';
    // Told before: only the clock can have brought it here.
    if (isDown) return row.attempts > 0 ? 'judge' : 'unreachable';
  }
  return 'look';
}

/** As many as there are places, and of each host as many as it has room for. */
function fitting(tasks: Task[], { limit, hosts }: TakeOptions): Task[] {
  const taken = new Map<string, number>();
  const fits = tasks.filter(({ mode, row: { host } }) => {
    if (host === null || mode === 'judge') return true;
    const before = taken.get(host) ?? 0;
    if (before >= hosts.room(host)) return false;
    taken.set(host, before + 1);
    return true;
  });
  return fits.slice(0, limit);
}

/**
 * Locks tasks that nobody else is about to take, at most twice as many as there are places: some may not fit. They are
 * tried in their order, and no more of them than are needed.
 */
async function lockTasks(
  trx: Knex.Transaction,
  names: string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await trx.raw(
    `SELECT name FROM unnest(?::text[]) AS name
      WHERE pg_try_advisory_xact_lock(hashtextextended('provenance work ' || name, 0))
      LIMIT ?`,
    [names, 2 * limit] as never,
  );
  return rows.map((row: { name: string }) => row.name);
}

/**
 * What is still due and free of the tasks, and whoever shares an artifact with it: first who is due, or who comes along
 * would take the room of others in every claim, for ever. A generation that comes into force at
 * this moment is not waited for: what is claimed beside it is never written.
 */
function takeable(
  knex: Knex,
  tasks: Task[],
  { now, generation, longestDue = false }: TakeOptions,
): Knex.QueryBuilder {
  const instant = now.toISOString();
  const stillDue = knex('work')
    .where('next_at', '<=', instant)
    .where(isFree(instant))
    .where(wantsLook(instant))
    .select('artifact_key');
  return knex<WorkRow>('work')
    .where(isFree(instant))
    .where(isActive(generation))
    .where(mine =>
      mine
        .where(alone =>
          whereIn(alone, 'usage_id', namesOf(tasks, 'usage')).where(
            'next_at',
            '<=',
            instant,
          ),
        )
        .orWhereIn(
          'artifact_key',
          whereIn(stillDue, 'artifact_key', namesOf(tasks, 'artifact')),
        ),
    )
    .orderBy(dueFirst(longestDue))
    .limit(mostUsages)
    .select('usage_id');
}

function namesOf(tasks: Task[], kind: 'usage' | 'artifact'): string[] {
  return tasks.flatMap(({ name }) => {
    const [first, id] = name.split(' ');
    return first === kind ? [id] : [];
  });
}

async function lease(
  knex: Knex,
  tasks: Task[],
  { now, leaseMs, hosts }: TakeOptions,
  ids: string[] | Knex.QueryBuilder,
): Promise<WorkClaim[]> {
  const rows = await knex<WorkRow>('work')
    .whereIn('usage_id', ids as string[])
    .update({
      leased_until: new Date(now.getTime() + leaseMs).toISOString(),
      ticket: randomUUID(),
    })
    .returning('*');
  const together = new Set(namesOf(tasks, 'artifact'));
  return rows.map(row => {
    const comesAlong =
      row.artifact_key !== null && together.has(row.artifact_key);
    return claimOf(row, comesAlong ? 'look' : modeOf(row, hosts, now));
  });
}

function claimOf(row: WorkRow, mode: WorkMode): WorkClaim {
  return {
    usageId: row.usage_id,
    ticket: row.ticket,
    dueAt: row.next_at,
    attempts: row.attempts,
    mode,
    asked: row.priority === 1,
    ...(row.look_at !== null && { lookAt: row.look_at }),
    ...(row.artifact_key !== null && { artifactKey: row.artifact_key }),
    ...(row.host !== null && { host: row.host }),
  };
}
