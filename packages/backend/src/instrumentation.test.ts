import { metrics, trace } from '@opentelemetry/api';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { startInstrumentation, type Instrumentation } from './instrumentation';

/** A server of somebody else on a port of its own. */
async function occupied(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

const closed = (server: Server) =>
  new Promise(resolve => server.close(resolve));

async function freePort(): Promise<string> {
  const { port, server } = await occupied();
  await closed(server);
  return String(port);
}

describe('startInstrumentation', () => {
  let started: Instrumentation | undefined;

  afterEach(async () => {
    await started?.stop();
    started = undefined;
    metrics.disable();
    trace.disable();
  });

  async function served(environment: Record<string, string> = {}) {
    const port = await freePort();
    started = await startInstrumentation({
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      ...environment,
    });
    if (!('address' in started)) throw new Error(started.problem);
    return { port, address: started.address };
  }

  it('serves on loopback what a plugin measures, in the words of Prometheus', async () => {
    const { port, address } = await served();
    expect(address).toBe(`http://127.0.0.1:${port}/metrics`);
    const meter = metrics.getMeter('backstage-plugin-provenance');
    meter.createCounter('provenance.looks').add(2, { outcome: 'recorded' });
    meter
      .createHistogram('provenance.stage.duration', { unit: 's' })
      .record(0.2, { stage: 'collect' });
    const text = await (await fetch(address)).text();
    expect(text).toMatch(/^provenance_looks_total\{outcome="recorded".*\} 2$/m);
    expect(text).toMatch(
      /^provenance_stage_duration_count\{stage="collect".*\} 1$/m,
    );
  });

  it('publishes nothing of the command line, the host or the environment', async () => {
    const { address } = await served();
    const text = await (await fetch(address)).text();
    expect(text).toContain('service_name="countersign"');
    expect(text).not.toMatch(/process_|host_|os_|command/);
  });

  it('makes no traces where nobody takes them', async () => {
    await served();
    const span = trace.getTracer('test').startSpan('look');
    expect(span.isRecording()).toBe(false);
  });

  it('makes traces where somebody takes them', async () => {
    await served({ OTEL_TRACES_EXPORTER: 'otlp' });
    const span = trace.getTracer('test').startSpan('look');
    expect(span.isRecording()).toBe(true);
  });

  it('says that the port is taken, and the portal goes on without', async () => {
    const { port, server } = await occupied();
    started = await startInstrumentation({
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    });
    expect(started).toMatchObject({
      problem: expect.stringContaining('EADDRINUSE'),
    });
    await closed(server);
  });

  it.each([
    [{ OTEL_SDK_DISABLED: 'true' }, 'OTEL_SDK_DISABLED is set'],
    [
      { OTEL_EXPORTER_PROMETHEUS_PORT: 'many' },
      'OTEL_EXPORTER_PROMETHEUS_PORT is not a port',
    ],
  ])('does nothing with %j', async (environment, problem) => {
    started = await startInstrumentation(environment);
    expect(started).toMatchObject({ problem });
  });
});
