import { availableParallelism } from 'node:os';
import type { Digest, Evidence } from '@countersign/domain';
import type { Material } from '../material/Material';
import type { VerificationContext } from '../verification/verifyMaterial';
import { evidenceOfDeath } from './evidenceOfDeath';
import { launch, type Launch } from './launch';
import { Poison } from './Poison';
import { PoolError } from './PoolError';
import type { WorkerRequest } from './protocol';
import { readAnswer } from './readAnswer';
import { WorkerProcess, type TaskEnd } from './WorkerProcess';

/** Authorities that one worker keeps. A company has a handful; a test may have many. */
const mostAuthorities = 32;

/** @public */
export interface VerificationPoolOptions {
  /** Workers at most. Default: one fewer than there are processors, and at least one. */
  size?: number;
  /** Milliseconds for one verification; then its worker is ended. Default ten seconds. */
  timeoutMs?: number;
  /** Megabytes of JavaScript heap of one worker. Default 256. */
  memoryMb?: number;
  /** Verifications that may wait; more are refused with `queue-full`. Default 1000. */
  queue?: number;
}

interface Task {
  material: Material;
  context: VerificationContext;
  resolve(evidence: Evidence): void;
  reject(error: unknown): void;
}

/** One place for a worker: at most one task runs in it. */
interface Lane {
  busy: boolean;
  worker?: WorkerProcess;
  /** What the worker was sent. */
  authorities: Set<Digest>;
}

/**
 * Verifies in processes of its own, never in the caller's: a stranger's bytes cost the caller no time, and a material
 * that crashes, hangs or floods its worker costs that one task (S12.3). Workers start when they are needed, stay while
 * the pool is open, and keep no program alive while they wait.
 *
 * @remarks Processes, because threads share their fate: one that fills its heap inside `JSON.parse` or a sort takes the
 * whole program with it, or cannot be ended at all. docs/adr/0007 has what was measured.
 *
 * @public
 */
export class VerificationPool {
  readonly #launch: Launch;
  readonly #limits: { timeoutMs: number; memoryMb: number };
  readonly #longest: number;
  readonly #lanes: Lane[];
  readonly #waiting: Task[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #poison = new Poison();
  #closed: Promise<void> | undefined;

  /**
   * @param file - the entry of the workers; tests have their own
   * @throws RangeError for an option that is not a whole number above zero
   */
  constructor(
    options: VerificationPoolOptions = {},
    /** @internal */
    file?: string,
  ) {
    const {
      size = Math.max(1, availableParallelism() - 1),
      timeoutMs = 10_000,
      memoryMb = 256,
      queue = 1_000,
    } = options;
    for (const [name, value] of Object.entries({
      size,
      timeoutMs,
      memoryMb,
      queue,
    }))
      if (!Number.isSafeInteger(value) || value < 1)
        throw new RangeError(
          `the option ${name} is not a whole number above 0`,
        );
    this.#limits = { timeoutMs, memoryMb };
    process.on('exit', this.#kill);
    this.#longest = queue;
    this.#launch = launch(memoryMb, file);
    this.#lanes = Array.from({ length: size }, () => ({
      busy: false,
      authorities: new Set<Digest>(),
    }));
  }

  /**
   * Verifies one material under one authority, as `verifyMaterial` does.
   *
   * @returns evidence, also of failures: a material that ends its worker gets `limit-exceeded`, and after three times
   * it is not tried again
   * @throws {@link PoolError} where there could be no answer, whatever the material is
   */
  async verify(
    material: Material,
    context: VerificationContext,
  ): Promise<Evidence> {
    if (this.#closed) throw closed();
    const death = this.#poison.verdict(material, context);
    if (death) return evidenceOfDeath(material, context, death, this.#limits);
    if (this.#waiting.length >= this.#longest)
      throw new PoolError(
        'queue-full',
        `${this.#longest} verifications are waiting already`,
      );
    return new Promise((resolve, reject) => {
      this.#waiting.push({ material, context, resolve, reject });
      this.#next();
    });
  }

  /** Ends every worker; whoever waits for an answer gets a `closed`. */
  async close(): Promise<void> {
    this.#closed ??= this.#end();
    await this.#closed;
  }

  /** A program that leaves without closing the pool leaves nothing behind. */
  readonly #kill = () => {
    for (const { worker } of this.#lanes) worker?.kill();
  };

  async #end() {
    process.off('exit', this.#kill);
    for (const task of this.#waiting.splice(0)) task.reject(closed());
    await Promise.all(this.#lanes.map(lane => lane.worker?.end()));
    await Promise.all(this.#running);
  }

  #next() {
    const lane = this.#freeLane();
    if (!lane) return;
    const run = this.#drain(lane).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** One that has its worker already, before one that would start another. */
  #freeLane(): Lane | undefined {
    const free = this.#lanes.filter(lane => !lane.busy);
    return free.find(lane => isAlive(lane)) ?? free[0];
  }

  async #drain(lane: Lane) {
    lane.busy = true;
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift())
      await this.#work(lane, task).then(task.resolve, task.reject);
    lane.busy = false;
  }

  async #work(lane: Lane, task: Task): Promise<Evidence> {
    const { material, context } = task;
    const worker = await this.#workerOf(lane);
    const end = await worker.run(
      requestOf(lane, material, context),
      this.#limits.timeoutMs,
    );
    if (end.type === 'answer') {
      const evidence = answered(end, material, context);
      if (evidence instanceof PoolError) {
        await worker.end();
        throw evidence;
      }
      lane.authorities.add(context.authority.digest);
      return evidence;
    }
    if (this.#closed || end.death === 'ended') throw closed();
    if (end.death === 'lost')
      throw new PoolError(
        'worker-failed',
        'a worker was ended before its task',
      );
    this.#poison.add(material, context, end.death);
    return evidenceOfDeath(material, context, end.death, this.#limits);
  }

  async #workerOf(lane: Lane): Promise<WorkerProcess> {
    if (!isAlive(lane)) {
      lane.authorities.clear();
      lane.worker = await WorkerProcess.start(this.#launch);
    }
    const { worker } = lane;
    if (!worker || this.#closed) {
      await worker?.end();
      throw closed();
    }
    return worker;
  }
}

function isAlive({ worker }: Lane): boolean {
  return worker !== undefined && !worker.isDead;
}

function requestOf(
  { authorities }: Lane,
  material: Material,
  { subject, authority, now, artifact }: VerificationContext,
): WorkerRequest {
  const isKnown = authorities.has(authority.digest);
  const forget = !isKnown && authorities.size >= mostAuthorities;
  if (forget) authorities.clear();
  return {
    material,
    subject,
    now,
    ...(artifact && { artifact }),
    authority: authority.digest,
    ...(!isKnown && { content: authority.content }),
    forget,
  };
}

function answered(
  { message }: Extract<TaskEnd, { type: 'answer' }>,
  material: Material,
  context: VerificationContext,
): Evidence | PoolError {
  const evidence =
    message.type === 'evidence'
      ? readAnswer(message.evidence, material, context)
      : undefined;
  if (evidence) return evidence;
  const why = message.type === 'fault' ? message.message : 'its answer is none';
  return new PoolError('worker-failed', `a worker could not verify: ${why}`);
}

function closed() {
  return new PoolError('closed', 'the verification pool is closed');
}
