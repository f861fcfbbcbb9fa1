import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();
/** @type {Set<() => void | Promise<void>>} */
const cleanups = new Set();

/**
 * Each child leads a process group of its own: yarn and backstage-cli do not pass signals on, so that ending the child
 * alone would leave the servers behind it alive.
 *
 * @param {ChildProcess} child @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/**
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions,
 *   uid?: number, gid?: number, timeout?: number }} [options]
 */
export function start([file, ...args], options = {}) {
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: { ...process.env, ...options.env },
    detached: true,
  });
  running.add(child);
  child.once('error', () => running.delete(child));
  child.once('exit', () => {
    signalGroup(child, 'SIGKILL');
    running.delete(child);
  });
  return child;
}

/** @param {ChildProcess} child @returns {Promise<number>} the exit code, as a shell has it */
export function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
    );
  });
}

/**
 * Keeps what a child writes where its output is a pipe.
 *
 * @param {ChildProcess} child @returns {() => string} all of it so far
 */
export function collectOutput(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => {
      output += chunk;
    });
  }
  return () => output;
}

/**
 * Runs a command to its end and keeps what it wrote.
 *
 * @param {string[]} command @param {Parameters<typeof start>[1]} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function capture(command, options) {
  const child = start(command, options);
  const output = collectOutput(child);
  return { code: await exitCode(child), output: output() };
}

/** @param {ChildProcess} child @param {number} [graceMs] */
export async function end(child, graceMs = 10_000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}

/**
 * Runs when the process ends for whatever reason but SIGKILL, after all children have ended.
 *
 * @param {() => void | Promise<void>} cleanup
 * @returns {() => Promise<void>} runs it now instead
 */
export function onExit(cleanup) {
  cleanups.add(cleanup);
  return async () => {
    if (cleanups.delete(cleanup)) await cleanup();
  };
}

export async function endEverything() {
  await Promise.all([...running].map(child => end(child)));
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup);
    await cleanup();
  }
}

export function endChildrenOnExit() {
  let ending = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      endEverything().finally(() =>
        process.exit(128 + constants.signals[signal]),
      );
    });
  }
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
}
