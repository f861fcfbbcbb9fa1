import type { ForkOptions } from 'node:child_process';
import { homedir } from 'node:os';
import { workerTag } from './protocol';
import { workerFile } from './worker';

/** How to start a worker: which file, with what. Tests put hostile files in its place. */
export interface Launch {
  file: string;
  args: string[];
  options: ForkOptions;
}

/**
 * A process without environment: what verifies a stranger's bytes holds no secrets (S12.3).
 *
 * @param memoryMb - of the JavaScript heap; a worker that needs more ends
 */
export function launch(memoryMb: number, file: string = workerFile): Launch {
  return {
    file,
    args: [workerTag],
    options: {
      ...(isSource(file) ? ofSource(memoryMb) : ofBuild(memoryMb)),
      // Structured clones: bytes stay bytes, dates stay dates.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  };
}

function isSource(file: string): boolean {
  return file.endsWith('.ts');
}

function ofBuild(memoryMb: number): ForkOptions {
  return { env: {}, execArgv: [`--max-old-space-size=${memoryMb}`] };
}

/**
 * In its sources the entry is TypeScript, and a new process has neither Jest's transform nor the one that
 * `backstage-cli package start` preloads. Its compiler keeps a cache in the home folder: that much it is told.
 */
function ofSource(memoryMb: number): ForkOptions {
  const { env, execArgv = [] } = ofBuild(memoryMb);
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  return {
    env: { ...env, HOME: homedir() },
    execArgv: [...execArgv, '--require', transform],
  };
}
