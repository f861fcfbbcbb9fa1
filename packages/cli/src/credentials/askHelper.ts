import { spawn } from 'node:child_process';
import type { RegistryCredential } from '@countersign/verifier';
import { objectOf } from './dockerConfig';

const mostBytes = 64 * 1024;

/** Nothing that could lead to another folder or be read as an option. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** The words of every helper that has nothing for a server. */
const notFound = /credentials not found/i;

/** What a helper's name for "this is an identity token" is. */
const tokenUser = '<token>';

/** A helper that did not answer. Its words may hold a secret and are not repeated. */
export class HelperError extends Error {
  readonly name = 'HelperError';
}

/**
 * Asks `docker-credential-<name> get`, without a shell.
 *
 * @param server - what the helper knows the registry by
 * @returns `undefined` where the helper says that it has none
 * @throws HelperError for a name that is none, and for a helper that fails, takes too long or says too much
 * @remarks Source: docker/docker-credential-helpers, README, "Development".
 */
export async function askHelper(
  name: string,
  server: string,
  options: { env: Record<string, string | undefined>; timeoutMs?: number },
): Promise<RegistryCredential | undefined> {
  if (!nameForm.test(name))
    throw new HelperError('the name of the credential helper is none');
  const { code, output } = await run(`docker-credential-${name}`, server, {
    env: options.env,
    timeoutMs: options.timeoutMs ?? 15_000,
  });
  if (code !== 0) {
    if (notFound.test(output)) return undefined;
    throw new HelperError(`docker-credential-${name} failed (${code})`);
  }
  return readAnswer(name, output);
}

function readAnswer(
  name: string,
  output: string,
): RegistryCredential | undefined {
  let answer: Record<string, unknown>;
  try {
    answer = objectOf(JSON.parse(output));
  } catch {
    throw new HelperError(`docker-credential-${name} answered with no JSON`);
  }
  const { Username: username, Secret: password } = answer;
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new HelperError(`docker-credential-${name} answered with no secret`);
  if (username === tokenUser) return { identityToken: password };
  return username === '' && password === ''
    ? undefined
    : { username, password };
}

function run(
  command: string,
  input: string,
  {
    env,
    timeoutMs,
  }: { env: Record<string, string | undefined>; timeoutMs: number },
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['get'], {
      env: env as NodeJS.ProcessEnv,
      shell: false,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => end('took too long'), timeoutMs);
    function end(problem: string) {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdout.destroy();
      reject(new HelperError(`${command} ${problem}`));
    }
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) end('said too much');
      else chunks.push(chunk);
    });
    child.on('error', () => end('could not be started'));
    // A helper that does not read what it is told ends the pipe early; its answer says what came of it.
    child.stdin.on('error', () => undefined);
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, output: Buffer.concat(chunks).toString() });
    });
    child.stdin.end(`${input}\n`);
  });
}
