import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from './lib/build-app.mjs';
import { install } from './lib/install.mjs';
import { fromRoot } from './lib/paths.mjs';
import { readPeople } from './lib/people.mjs';
import { sandboxPorts, startPortal } from './lib/portal.mjs';
import { isFree, parsePort, requireFree } from './lib/ports.mjs';
import { exitCode } from './lib/processes.mjs';
import { UserError } from './lib/UserError.mjs';

const mostUsages = 100_000;
/** Beyond these, discovery goes by the interval of the configuration. */
const manyUsages = 1_000;

/** @param {string | undefined} text */
function parseUsages(text) {
  if (text === undefined) return undefined;
  const usages = Number(text);
  if (!/^\d+$/.test(text) || usages < 1 || usages > mostUsages)
    throw new UserError(
      `--usages takes a number from 1 to ${mostUsages}, not "${text}".`,
    );
  return usages;
}

/** @param {string[]} args */
export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      usages: { type: 'string' },
    },
  });
  const port = parsePort(values.port, 7007);
  const usages = parseUsages(values.usages);
  const data = path.resolve(values.data ?? fromRoot('.sandbox'));
  await requireFree(
    port,
    `end what listens there, or choose another port with ./dev start --port ${
      port + 1
    }.`,
  );
  const { registryPort, filesPort } = sandboxPorts();
  for (const [variable, busy] of Object.entries({
    SANDBOX_REGISTRY_PORT: registryPort,
    SANDBOX_FILES_PORT: filesPort,
  })) {
    await requireFree(
      busy,
      `end what listens there, or name another port for the sandbox in ${variable}.`,
    );
  }
  await install();
  await buildApp();
  const metricsPort = parsePort(
    process.env.OTEL_EXPORTER_PROMETHEUS_PORT,
    9464,
  );
  const metrics = await isFree(metricsPort);
  const { child, address } = await startPortal({
    port,
    registryPort,
    filesPort,
    data,
    usages,
    metrics,
    // The catalog is still being read when discovery first looks. Thousands take it minutes, and each pass asks it for all.
    discoverySeconds: usages && usages > manyUsages ? undefined : 5,
  });
  const people = readPeople().map(({ name, title }) => `${name} (${title})`);
  console.log(`
Countersign is at ${address}
Sign in as ${people.join(', ')}.
Its data is kept in ${data}. Ctrl-C ends it.
${
  metrics
    ? `Its metrics are at http://127.0.0.1:${metricsPort}/metrics.`
    : `It serves no metrics: port ${metricsPort} is in use. Name another in OTEL_EXPORTER_PROMETHEUS_PORT.`
}
`);
  return exitCode(child);
}
