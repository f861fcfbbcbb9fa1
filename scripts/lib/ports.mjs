import { createServer } from 'node:net';
import { UserError } from './UserError.mjs';

/** @param {number} port 0 for any @returns {Promise<number>} */
function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        resolve(address && typeof address === 'object' ? address.port : port),
      );
    });
  });
}

export const freePort = () => listenOnce(0);

/** @param {number} port */
export async function isFree(port) {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

/** @param {number} port @param {string} advice */
export async function requireFree(port, advice) {
  if (!(await isFree(port)))
    throw new UserError(`Port ${port} is in use: ${advice}`, 69);
}

/** @param {string | undefined} value @param {number} fallback */
export function parsePort(value, fallback) {
  if (value === undefined) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UserError(`"${value}" is not a port: give a number, --port 7007.`);
}
