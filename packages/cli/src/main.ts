import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { exitCodes } from './exit/exitCodes';
import { shown } from './output';
import { run } from './run';
import type { Surroundings } from './Surroundings';

/**
 * Runs a command line as this process, and ends it. It never returns, because whoever calls it may end the process
 * with a zero of their own.
 *
 * @param args - behind the command's own name
 * @public
 */
export async function main(args: string[]): Promise<never> {
  failClosed();
  const code = await run(args, ofThisProcess());
  return process.exit(code);
}

/**
 * Until a command ended by itself, whatever ends this process is an internal error: a rejection that nobody awaited, a
 * reader that went away, a loop that ran empty before there was an answer.
 */
function failClosed() {
  process.exitCode = exitCodes.internal;
  const fail = (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    try {
      writeSync(process.stderr.fd, `internal error: ${shown(text)}\n`);
    } finally {
      // At once: a host's handler behind this one ends the process with a code of its own.
      process.exit(exitCodes.internal);
    }
  };
  process.prependListener('uncaughtException', fail);
  process.prependListener('unhandledRejection', fail);
  process.stdout.on('error', () => process.exit(exitCodes.internal));
  process.stderr.on('error', () => undefined);
}

function ofThisProcess(): Surroundings {
  return {
    env: process.env,
    home: home(),
    now: () => new Date(),
    print: text =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, error =>
          error ? reject(error) : resolve(),
        );
      }),
    warn: text => {
      process.stderr.write(`${text}\n`);
    },
  };
}

/** A container may run as a user of whom the machine knows nothing: then there is no folder of their own. */
function home(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
