import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './UserError.mjs';
import { fromRoot } from './paths.mjs';
import { freePort, parsePort } from './ports.mjs';
import { collectOutput, exitCode, start } from './processes.mjs';

export const sandboxConfigs = ['app-config.yaml', 'app-config.sandbox.yaml'];

const configArguments = () =>
  sandboxConfigs.flatMap(file => ['--config', fromRoot(file)]);

/**
 * A TypeScript file of packages/backend/dev, run from the sources.
 *
 * @param {string} entry @param {string[]} [args]
 */
export const sourceCommand = (entry, args = []) => [
  process.execPath,
  '--enable-source-maps',
  '--require',
  fromRoot('node_modules/@backstage/cli/config/nodeTransform.cjs'),
  fromRoot('packages/backend/dev', entry),
  ...args,
];

/** @param {string} entry @param {string[]} [args] */
export const sandboxCommand = (entry, args = []) =>
  sourceCommand(entry, [...configArguments(), ...args]);

/**
 * The portal with the sandbox on one address, as environment variables that Backstage merges over the files.
 *
 * @typedef {{ port: number, registryPort: number, filesPort: number }} Ports
 *
 * @param {Ports & { data: string, discoverySeconds?: number, usages?: number, metrics?: boolean }} options `metrics`: serves them at
 *   their usual port; a portal of a test would take it from the one that somebody uses
 */
export function portalEnvironment({
  port,
  registryPort,
  filesPort,
  data,
  discoverySeconds,
  usages,
  metrics,
}) {
  const address = `http://localhost:${port}`;
  mkdirSync(data, { recursive: true });
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    APP_CONFIG_app_baseUrl: address,
    APP_CONFIG_backend_baseUrl: address,
    APP_CONFIG_backend_cors_origin: address,
    APP_CONFIG_backend_listen_port: String(port),
    APP_CONFIG_backend_database_connection: JSON.stringify({
      directory: path.resolve(data),
    }),
    APP_CONFIG_sandbox_data: path.resolve(data, 'world'),
    ...(discoverySeconds && {
      APP_CONFIG_provenance_discovery_interval: JSON.stringify({
        seconds: discoverySeconds,
      }),
    }),
    ...(usages && { APP_CONFIG_sandbox_usages: String(usages) }),
    ...(!metrics && { OTEL_SDK_DISABLED: 'true' }),
    SANDBOX_REGISTRY_PORT: String(registryPort),
    SANDBOX_FILES_PORT: String(filesPort),
  };
}

/**
 * Starts the portal and waits until it answers.
 *
 * @param {Ports & { data: string, discoverySeconds?: number, usages?: number, metrics?: boolean, quiet?: boolean }} options `quiet`: shows what the portal
 *   logs only where it does not start
 */
export async function startPortal(options) {
  const child = start(sandboxCommand('index.ts'), {
    cwd: fromRoot('packages/backend'),
    env: portalEnvironment(options),
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const log = collectOutput(child);
  const address = `http://localhost:${options.port}`;
  const ended = exitCode(child).then(code => {
    throw new UserError(
      `${log()}\nThe portal ended at once (${code}), see above.`,
      70,
    );
  });
  ended.catch(() => undefined);
  await Promise.race([ended, waitUntilReady(address, log)]);
  return { child, address };
}

/** @param {string} address @param {() => string} log */
export async function waitUntilReady(address, log, timeoutMs = 120_000) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const response = await fetch(
      `${address}/.backstage/health/v1/readiness`,
    ).catch(() => undefined);
    if (response?.ok) return;
    await sleep(250);
  }
  throw new UserError(
    `The portal did not get ready at ${address} within ${
      timeoutMs / 1000
    } s: look at its output above.`,
    70,
  );
}

/** @returns {Promise<Ports>} */
export async function freePorts() {
  const [port, registryPort, filesPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
  ]);
  return { port, registryPort, filesPort };
}

/** The sandbox's ports where nothing else was asked for: entities name them, so that they stay the same. */
export const sandboxPorts = () => ({
  registryPort: parsePort(process.env.SANDBOX_REGISTRY_PORT, 7010),
  filesPort: parsePort(process.env.SANDBOX_FILES_PORT, 7011),
});
