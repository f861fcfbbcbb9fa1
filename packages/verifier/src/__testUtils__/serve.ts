import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Pace } from '../http';

const ends: (() => Promise<void> | void)[] = [];

/** What `endAll` ends: servers, clients, timers. */
export function atTheEnd(end: () => Promise<void> | void) {
  ends.push(end);
}

export async function endAll() {
  for (const end of ends.splice(0).reverse()) await end();
}

/** Starts a server on loopback; @returns its `127.0.0.1:port`. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  atTheEnd(
    () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Time that passes only where somebody waits, or a test says so. */
export class ManualPace implements Pace {
  readonly waits: number[] = [];
  #now = 0;

  constructor(private readonly chance = 1) {}

  monotonic() {
    return this.#now;
  }

  async sleep(milliseconds: number) {
    this.waits.push(milliseconds);
    this.#now += milliseconds;
    await setImmediate();
  }

  random() {
    return this.chance;
  }

  pass(milliseconds: number) {
    this.#now += milliseconds;
  }
}

/** A clock that a test moves. */
export class ManualClock {
  #time = Date.parse('2026-03-01T12:00:00Z');

  now() {
    return new Date(this.#time);
  }

  pass(milliseconds: number) {
    this.#time += milliseconds;
  }
}
