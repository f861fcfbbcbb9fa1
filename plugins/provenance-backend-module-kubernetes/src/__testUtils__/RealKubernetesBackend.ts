import type { JsonObject } from '@backstage/types';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Backstage's own Kubernetes backend. */
export class RealKubernetesBackend {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    // Each configuration listens.
    child.setMaxListeners(0);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', chunk => {
        this.output += chunk;
      });
  }

  static start(): RealKubernetesBackend {
    const transform = require.resolve(
      '@backstage/cli/config/nodeTransform.cjs',
    );
    return new RealKubernetesBackend(
      fork(path.join(__dirname, 'kubernetesProcess.ts'), {
        execArgv: ['--require', transform],
        silent: true,
      }),
    );
  }

  /** @returns where it listens, once it has that configuration */
  configure(config: JsonObject): Promise<string> {
    const answered = this.answer();
    this.child.send(config);
    return answered;
  }

  private answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (problem: string) =>
        reject(new Error(`${problem}\n${this.output}`));
      this.child.once('exit', () => fail('the Kubernetes backend ended'));
      // The transformer of Backstage sends messages of its own.
      this.child.on('message', (message: { [key: string]: string }) => {
        if (message.problem) fail(message.problem);
        if (message.address) resolve(message.address);
      });
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
