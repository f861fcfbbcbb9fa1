import { parseArgs } from 'node:util';
import { UserError } from './lib/UserError.mjs';
import { parsePort } from './lib/ports.mjs';

/** @param {string} address @param {string} person */
export async function fetchToken(address, person) {
  const response = await fetch(`${address}/api/auth/sandbox/refresh`, {
    headers: {
      'x-sandbox-person': person,
      'x-requested-with': 'XMLHttpRequest',
    },
  }).catch(() => {
    throw new UserError(
      `No portal answers at ${address}: start it with ./dev start, or name its port with --port.`,
      69,
    );
  });
  const body = /** @type {any} */ (await response.json().catch(() => ({})));
  const token = body?.backstageIdentity?.token;
  if (token) return token;
  throw new UserError(
    `The portal gives "${person}" no token (${
      body?.error?.message ?? response.status
    }): take one of the names that ./dev start prints.`,
    69,
  );
}

/** @param {string[]} args */
export async function run(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { port: { type: 'string' } },
  });
  const [person, ...rest] = positionals;
  if (!person || rest.length > 0) {
    throw new UserError('Say whose token: ./dev token NAME.');
  }
  const address = `http://localhost:${parsePort(values.port, 7007)}`;
  console.log(await fetchToken(address, person));
  return 0;
}
