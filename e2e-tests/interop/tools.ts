import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Programs of others, as `yarn test:interop` finds them: the path of each, absent where it is not built. */
export const programs = {
  'cosign-v2': process.env.INTEROP_COSIGN_V2,
  'cosign-v3': process.env.INTEROP_COSIGN_V3,
  oras: process.env.INTEROP_ORAS,
  olareg: process.env.INTEROP_OLAREG,
  'docker-registry': process.env.INTEROP_DOCKER_REGISTRY,
} as const;

export type Program = keyof typeof programs;

export const isThere = (...names: Program[]) =>
  names.every(name => programs[name] !== undefined);

/** A folder that is gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-interop-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const home = temporaryFolder();

/**
 * Runs a program of others to its end, with a home of its own and nothing of the caller's secrets.
 *
 * @throws Error with what it printed, where it does not end well
 */
export async function call(
  program: Program,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const { stdout } = await run(programs[program] ?? program, args, {
    cwd: options.cwd ?? home,
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      COSIGN_PASSWORD: '',
      COSIGN_YES: 'true',
      ...options.env,
    },
  });
  return stdout;
}
