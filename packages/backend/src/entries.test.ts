import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

jest.setTimeout(90_000);

const root = path.resolve(__dirname, '../../..');
const files = (...names: string[]) =>
  names.flatMap(name => ['--config', path.join(root, name)]);

const production = files('app-config.yaml', 'app-config.production.yaml');
const token = 'a-token-of-the-test-0123456789';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** What a company sets in the environment, and a database that needs no server. */
const environment = (port: number, metricsPort: number) => ({
  ...process.env,
  NODE_ENV: 'production',
  BASE_URL: `http://localhost:${port}`,
  OTEL_EXPORTER_PROMETHEUS_PORT: String(metricsPort),
  POSTGRES_HOST: 'unused',
  POSTGRES_PORT: '5432',
  POSTGRES_USER: 'unused',
  POSTGRES_PASSWORD: 'unused',
  POSTGRES_DATABASE: 'unused',
  APP_CONFIG_backend_listen: `"127.0.0.1:${port}"`,
  APP_CONFIG_backend_database: JSON.stringify({
    client: 'better-sqlite3',
    connection: ':memory:',
    pluginDivisionMode: 'database',
  }),
  APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
    { type: 'static', options: { token, subject: 'test' } },
  ]),
});

function startEntry(entry: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(
    process.execPath,
    [
      ...[
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      ...[path.join(__dirname, '..', entry), ...args],
    ],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const ended = new Promise<number | null>(resolve =>
    child.once('exit', resolve),
  );
  return { child, ended, output: () => output };
}

type Started = ReturnType<typeof startEntry>;

async function waitUntilReady({ child, output }: Started, address: string) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(
      `${address}/.backstage/health/v1/readiness`,
    ).catch(() => undefined);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`The backend did not get ready:\n${output()}`);
}

async function get(address: string, at: string) {
  const response = await fetch(`${address}${at}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('S12.4 the production entry with the merged production configuration', () => {
  let started: Started;
  let address: string;
  let metricsPort: number;

  beforeAll(async () => {
    const port = await freePort();
    metricsPort = await freePort();
    address = `http://localhost:${port}`;
    started = startEntry(
      'src/index.ts',
      production,
      environment(port, metricsPort),
    );
    await waitUntilReady(started, address);
  });

  afterAll(async () => {
    started.child.kill('SIGTERM');
    await started.ended;
  });

  it('knows no person of the sandbox and no way to sign in as one', async () => {
    const entities = await get(
      address,
      '/api/catalog/entities?filter=kind=user',
    );
    expect(entities).toEqual({ status: 200, body: [] });
    for (const provider of ['sandbox', 'guest']) {
      const { status } = await get(address, `/api/auth/${provider}/refresh`);
      expect([provider, status]).toEqual([provider, 404]);
    }
  });

  it('has no part that knows of clusters where none are configured', async () => {
    const response = await fetch(`${address}/api/kubernetes/clusters`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(404);
    expect(started.output()).not.toContain('ubernetes');
  });

  it('has no usage, no authority but the public one, no rule and no host', async () => {
    const usages = await get(address, '/api/provenance/usages');
    expect(usages).toMatchObject({ status: 200, body: { items: [] } });
    expect(started.output()).toContain(
      'authorities public-good; 0 acceptance rules; 0 registries and 0 file hosts allowed',
    );
  });

  it('serves the numbers of the engine on loopback, beside the portal and not through it', async () => {
    const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
    const text = await (await fetch(metrics)).text();
    for (const line of [
      /^provenance_queue_depth\{state="due",.*\} \d+$/m,
      /^provenance_authorities\{status="loaded",.*\} 1$/m,
      /^provenance_log_head\{.*\} \d+$/m,
    ])
      expect(text).toMatch(line);
    expect(started.output()).toContain(`metrics are served at ${metrics}`);
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
  });

  it('loads the description of the product itself', async () => {
    const filter =
      '/api/catalog/entities?filter=kind=system&fields=metadata.name';
    const deadline = Date.now() + 30_000;
    let names: string[] = [];
    while (names.length === 0 && Date.now() < deadline) {
      const { body } = await get(address, filter);
      names = body.map(
        (entity: { metadata: { name: string } }) => entity.metadata.name,
      );
      if (names.length === 0) await sleep(200);
    }
    expect(names).toEqual(['countersign']);
  });
});

describe('the production entry with clusters', () => {
  it('asks the Kubernetes backend, and says why where it knows none', async () => {
    const port = await freePort();
    const address = `http://localhost:${port}`;
    const started = startEntry('src/index.ts', production, {
      ...environment(port, await freePort()),
      APP_CONFIG_kubernetes: JSON.stringify({
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [{ type: 'config', clusters: [] }],
      }),
    });
    try {
      await waitUntilReady(started, address);
      const clusters = await get(address, '/api/kubernetes/clusters');
      expect(clusters).toEqual({ status: 200, body: { items: [] } });
      const said =
        'the locator kubernetes failed: the Kubernetes backend knows no cluster';
      const deadline = Date.now() + 30_000;
      while (!started.output().includes(said) && Date.now() < deadline)
        await sleep(200);
      expect(started.output()).toContain(said);
    } finally {
      started.child.kill('SIGTERM');
      await started.ended;
    }
  });
});

describe('S12.4 with NODE_ENV=production', () => {
  it('the sandbox entry refuses to start', async () => {
    const { ended, output } = startEntry(
      'dev/index.ts',
      files('app-config.yaml', 'app-config.sandbox.yaml'),
      environment(await freePort(), await freePort()),
    );
    expect(await ended).not.toBe(0);
    expect(output()).toContain('NODE_ENV=production');
  });

  it('the production entry refuses the configuration of the sandbox', async () => {
    const { ended, output } = startEntry(
      'src/index.ts',
      [...production, ...files('app-config.sandbox.yaml')],
      environment(await freePort(), await freePort()),
    );
    expect(await ended).not.toBe(0);
    expect(output()).toContain('leave out app-config.sandbox.yaml');
  });
});
