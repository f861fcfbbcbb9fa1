import { fork, type ChildProcess } from 'node:child_process';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { isObject } from '../json';
import type { Launch } from './launch';
import { PoolError } from './PoolError';
import type { WorkerMessage, WorkerRequest } from './protocol';

/** Why a worker ended while it had a task. */
export type Death = 'time' | 'memory' | 'crash' | 'lost' | 'ended';

/** What became of a task: the worker's word, or the worker's end. */
export type TaskEnd =
  | { type: 'answer'; message: WorkerMessage }
  | { type: 'death'; death: Death };

/** Loading takes a tenth of a second; this is for machines that have no second to spare. */
const startMs = 60_000;
/** Of what a worker writes to its error output, the end is kept. */
const longestWords = 4_096;

/**
 * What people and service managers end processes with, often all of a group at once. Not SIGKILL: that is also how the
 * kernel ends what needs too much memory.
 */
const orders: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
]);

/** One process, which has one task at a time. Once it is dead it stays dead. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #settle: ((end: TaskEnd) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDead = false;
  #lastWords = '';

  /** @throws PoolError `not-started` */
  static async start({ file, args, options }: Launch): Promise<WorkerProcess> {
    const worker = new WorkerProcess(fork(file, args, options));
    const end = await worker.#take(startMs);
    if (end.type === 'answer' && end.message.type === 'ready') return worker;
    await worker.end();
    const words = worker.#lastWords.match(/^\w*Error: .*$/m)?.[0];
    throw new PoolError(
      'not-started',
      `no verification worker could be started: ${
        words ?? 'it ended before it was ready'
      }`,
    );
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = new Promise(resolve => {
      child.once('exit', () => resolve());
      // Only a process that never was has no exit.
      child.once('error', () => child.pid === undefined && resolve());
    });
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-longestWords);
    });
    child.on('message', message => {
      // Others talk on this channel too: the transform of sources reports what it read.
      if (isAnswer(message)) this.#settle?.({ type: 'answer', message });
    });
    child.on('error', () => this.#die('lost'));
    child.on('exit', () => {
      this.#isDead = true;
    });
    // After its exit: only then all of its last words are here.
    child.on('close', (_, signal) => this.#die(this.#deathBy(signal)));
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /**
   * Gives the worker its task.
   *
   * @throws Error for a task that cannot travel; the worker is as it was
   */
  run(request: WorkerRequest, timeoutMs: number): Promise<TaskEnd> {
    if (this.#isDead) return Promise.resolve({ type: 'death', death: 'lost' });
    if (this.#settle) throw new Error('the worker has a task already');
    // A worker that died while it had nothing to do never saw this task: the task is not to blame.
    this.#child.send(request, error => error && this.#die('lost'));
    return this.#take(timeoutMs);
  }

  /** Ends the process, whatever it is doing. */
  async end(): Promise<void> {
    this.kill();
    // Whoever waits for the end must live to see it.
    this.#child.ref();
    await this.#gone;
  }

  /** As `end`, for a process of ours that has no time to wait. */
  kill() {
    this.#die('ended');
  }

  #take(timeoutMs: number): Promise<TaskEnd> {
    this.#keepAlive(true);
    return new Promise(resolve => {
      const settle = (end: TaskEnd) => {
        clearTimeout(this.#timer);
        this.#settle = undefined;
        this.#keepAlive(false);
        resolve(end);
      };
      this.#settle = settle;
      // Where this process was the busy one, the answer may be here already: it is read first.
      const giveUp = () => this.#settle === settle && this.#die('time');
      this.#timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
    });
  }

  /** A program may end while workers wait, but not while one works for it. */
  #keepAlive(busy: boolean) {
    const { channel, stderr } = this.#child;
    for (const handle of [this.#child, channel, stderr] as Referable[])
      if (busy) handle?.ref?.();
      else handle?.unref?.();
  }

  #deathBy(signal: NodeJS.Signals | null): Death {
    if (isOutOfMemory(this.#lastWords)) return 'memory';
    return signal !== null && orders.has(signal) ? 'lost' : 'crash';
  }

  #die(death: Death) {
    if (!this.#isDead) {
      this.#isDead = true;
      // Not to be caught, not to be waited for, not to be survived.
      this.#child.kill('SIGKILL');
    }
    this.#settle?.({ type: 'death', death });
  }
}

type Referable = { ref?(): void; unref?(): void } | null | undefined;

function isAnswer(message: unknown): message is WorkerMessage {
  return (
    isObject(message) &&
    ['ready', 'evidence', 'fault'].includes(String(message.type))
  );
}

function isOutOfMemory(lastWords: string): boolean {
  return lastWords.includes('heap out of memory');
}
