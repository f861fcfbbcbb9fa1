import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A port that is taken: says which one and how to choose another.
 *
 * @public
 */
export class PortBusyError extends Error {
  readonly name = 'PortBusyError';
}

/** A server on 127.0.0.1 that ends with all its connections. */
export interface Listening {
  /** `127.0.0.1:port` */
  host: string;
  close(): Promise<void>;
}

/**
 * Starts a server on loopback.
 *
 * @param port - 0 for a free one.
 * @param setting - The configuration key that says the port, for the error.
 * @throws {@link PortBusyError}
 */
export async function listen(
  handler: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>,
  port: number,
  setting: string,
): Promise<Listening> {
  const server = createServer((request, response) => {
    // A client that leaves half-way is no reason to end the process.
    handler(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new PortBusyError(
              `Port ${port} on 127.0.0.1 is in use: end what listens there, or set ${setting} to another port.`,
            )
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${actual}`,
    async close() {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      // Keep-alive sockets and answers without end would hold the server open.
      server.closeAllConnections();
      await closed;
    },
  };
}
