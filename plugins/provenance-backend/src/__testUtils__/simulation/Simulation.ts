import type { Knex } from 'knex';
import { applyMigrations } from '../../store';
import { Chance } from './Chance';
import { Inbox } from './Inbox';
import { Link } from './Link';
import { Oracle, type Happened, type Violation } from './oracle/Oracle';
import { Replica, type Sabotage, type Turn } from './Replica';
import { steps } from './steps';
import type { Session } from './Watch';
import { World } from './world/World';

/** Where a run failed, and how to see it again. */
export interface Failure extends Violation {
  seed: number;
  step: number;
  /** What the step did. */
  did: string;
}

export interface RunOptions {
  knex: Knex;
  seed: number;
  steps: number;
  /** Only these; absent: all of them. */
  only?: ReadonlySet<number>;
  sabotage?: Sabotage;
  /** By how many hours a clock may be wrong; absent: by one up to sixty, in both directions. */
  clockErrors?: readonly number[];
  /** Hears of every step. */
  onStep?(step: number, did: string, verdicts: string): void;
}

export interface RunResult {
  failures: Failure[];
  /** How often each kind of step was taken. */
  taken: Record<string, number>;
  /** Everything that was said, in its order: the same for the same seed. */
  story: string[];
}

/** A world, the replicas that look at it, and the one who knows better. */
export class Simulation {
  readonly replicas: Replica[] = [];
  readonly inbox = new Inbox();
  private found: Violation[] = [];
  private isDisturbed = false;
  private readonly oracle: Oracle;
  private turns: Turn[] = [];
  private sessions: Session[] = [];
  private inForce!: Pick<Happened, 'inForce' | 'configuration' | 'trusted'>;
  /** What those began with that did anything in this step: after a takeover (S6.3) not only what is in force at its end. */
  private workedUnder: Happened['workedUnder'] = [];
  /** What is to be held to the truth exactly when the step has ended. */
  private expectsRecovery = false;

  private constructor(
    readonly world: World,
    private readonly knex: Knex,
    private readonly sabotage: Sabotage,
    readonly clockErrors: readonly number[],
  ) {
    this.oracle = new Oracle(world, knex, this.inbox);
  }

  static async start(options: RunOptions): Promise<Simulation> {
    await applyMigrations(options.knex);
    const world = await World.start();
    const {
      sabotage = {},
      clockErrors = [-60, -3, -1, 1, 3, 60],
      knex,
    } = options;
    const simulation = new Simulation(world, knex, sabotage, clockErrors);
    for (const name of ['one', 'two'])
      simulation.replicas.push(await simulation.startReplica(name));
    const [first] = simulation.replicas;
    await first.askForTrust();
    await first.discover();
    simulation.noteInForce(first);
    return simulation;
  }

  /** A process that begins with what configuration says now. */
  async restart(replica: Replica): Promise<void> {
    replica.link.cut();
    const i = this.replicas.indexOf(replica);
    this.replicas[i] = await this.startReplica(replica.name, replica.skewMs);
    // What the old one saw before its end may have been recorded.
    this.sessions.push(...replica.watch.takeSessions());
  }

  /** Everybody reads configuration anew. */
  async restartAll(): Promise<void> {
    for (const replica of [...this.replicas]) await this.restart(replica);
  }

  /** What running processes do by themselves; a failure of one leaves the others. */
  async work(order: readonly Replica[] = this.replicas): Promise<void> {
    for (const replica of order) {
      const turn = await replica.turn();
      if (turn === 'worked') this.noteInForce(replica);
      if (turn !== 'idle') this.workedUnder.push(beganWith(replica));
      this.turns.push(turn);
      this.sessions.push(...replica.watch.takeSessions());
    }
  }

  /** A look that breaks off and is made again leaves traces of half a look. */
  disturb(): void {
    this.isDisturbed = true;
    this.oracle.disturb();
  }

  /** What a replica removes is held to what it may; a failure of it removes nothing more. */
  async retain(replica: Replica): Promise<void> {
    const { keeping } = this.oracle;
    await keeping.begin();
    await replica.retain();
    this.found.push(...(await keeping.end()));
  }

  expectRecovery(): void {
    this.expectsRecovery = true;
  }

  async step(chance: Chance): Promise<{ did: string; found: Violation[] }> {
    const { name, take } = chance.weighted(steps);
    this.turns = [];
    this.workedUnder = [];
    this.found = [];
    this.isDisturbed = false;
    this.expectsRecovery = false;
    const what = await take(this, chance);
    await this.work(
      chance.oneIn(2) ? this.replicas : [...this.replicas].reverse(),
    );
    const happened = this.happened();
    const found = [...this.found, ...(await this.oracle.check(happened))];
    if (this.expectsRecovery)
      found.push(...(await this.oracle.checkRecovery(happened)));
    return { did: `${name}${what === undefined ? '' : ` ${what}`}`, found };
  }

  /** The whole log, after the last step. */
  async checkLog({ seed, steps: step }: RunOptions): Promise<Failure[]> {
    const found = await this.oracle.checkLog();
    return found.map(one => ({ seed, step, did: 'the end', ...one }));
  }

  async verdicts(): Promise<string> {
    const rows = await this.knex('usages')
      .join('judgements', 'judgements.usage_id', 'usages.id')
      .orderBy('usages.id')
      .select('entity_ref', 'verdict', 'decision', 'reason_code');
    return rows
      .map(
        row =>
          `${row.entity_ref.split('/')[1]}=${row.reason_code}/${row.decision}`,
      )
      .join(' ');
  }

  async close(): Promise<void> {
    for (const replica of this.replicas) replica.link.cut();
    await this.world.close();
  }

  private startReplica(name: string, skewMs = 0): Promise<Replica> {
    const { world, sabotage } = this;
    const link = new Link(this.knex);
    const { inbox } = this;
    return Replica.start({ name, link, world, sabotage, inbox, skewMs });
  }

  private noteInForce(replica: Replica): void {
    this.inForce = { inForce: replica.inForce(), ...beganWith(replica) };
  }

  private happened(): Happened {
    const { sessions, turns, workedUnder } = this;
    this.sessions = [];
    return {
      ...this.inForce,
      sessions,
      workedUnder,
      isWhole: turns.includes('worked') && !turns.includes('failed'),
      isIdle: turns.every(turn => turn === 'idle'),
      clockIsRight: this.replicas.every(({ skewMs }) => skewMs === 0),
      isBehind: this.replicas.some(({ skewMs }) => skewMs < 0),
      isAhead: this.replicas.some(({ skewMs }) => skewMs > 0),
      isDisturbed: this.isDisturbed,
    };
  }
}

/** What is in force where this one leads is an input of every verdict. */
function beganWith(
  replica: Replica,
): Pick<Happened, 'configuration' | 'trusted'> {
  const { configuration } = replica;
  const { partner, distrust } = configuration;
  const isRotated = replica.trustsNextInstance();
  return { configuration, trusted: { partner, distrust, isRotated } };
}

/** Runs as many steps, and ends at the first one after which something must not be. */
export async function run(options: RunOptions): Promise<RunResult> {
  const simulation = await Simulation.start(options);
  const result: RunResult = { failures: [], taken: {}, story: [] };
  try {
    for (let step = 0; step < options.steps; step++) {
      if (options.only && !options.only.has(step)) continue;
      const { did, found } = await simulation.step(
        new Chance(options.seed, step),
      );
      const verdicts = await simulation.verdicts();
      const [kind] = did.split(' ');
      result.taken[kind] = (result.taken[kind] ?? 0) + 1;
      result.story.push(`${step} ${did}: ${verdicts}`);
      options.onStep?.(step, did, verdicts);
      const { seed } = options;
      result.failures.push(...found.map(one => ({ seed, step, did, ...one })));
      if (found.length > 0) break;
    }
    result.failures.push(...(await simulation.checkLog(options)));
  } finally {
    await simulation.close();
  }
  return result;
}
