import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { programs, temporaryFolder } from './tools';

/** A registry of others on loopback. */
export interface ForeignRegistry {
  host: string;
  close(): void;
}

/** OCI 1.1 with the Referrers API. */
export async function startOlareg(): Promise<ForeignRegistry> {
  const port = await freePort();
  return start(
    programs.olareg!,
    ['serve', '--addr', '127.0.0.1', '--port', `${port}`].concat(
      ...['--store-type', 'mem'],
    ),
    port,
  );
}

/** Debian's docker-registry: no Referrers API, clients keep the fallback tag. */
export async function startDockerRegistry(): Promise<ForeignRegistry> {
  const port = await freePort();
  const folder = temporaryFolder();
  const file = path.join(folder, 'config.yml');
  writeFileSync(
    file,
    `version: 0.1
storage: { filesystem: { rootdirectory: ${folder}/data } }
http: { addr: "127.0.0.1:${port}" }
`,
  );
  return start(programs['docker-registry']!, ['serve', file], port);
}

async function start(
  file: string,
  args: string[],
  port: number,
): Promise<ForeignRegistry> {
  const child = spawn(file, args, { stdio: 'ignore' });
  const close = () => void child.kill('SIGKILL');
  process.once('exit', close);
  const host = `127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    if (await answers(host)) return { host, close };
    await setTimeout(100);
  }
  close();
  throw new Error(`${path.basename(file)} does not answer on ${host}`);
}

async function answers(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/v2/`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address ? address.port : 0),
      );
    });
  });
}
