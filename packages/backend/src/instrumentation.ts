import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';

/** Where the numbers are, or why they are nowhere. */
export type Instrumentation =
  | { address: string; stop(): Promise<void> }
  | { problem: string; stop(): Promise<void> };

/** What of the environment is heeded, by the names that OpenTelemetry gave it. */
export type InstrumentationEnvironment = Partial<
  Record<
    | 'OTEL_SDK_DISABLED'
    | 'OTEL_SERVICE_NAME'
    | 'OTEL_NODE_RESOURCE_DETECTORS'
    | 'OTEL_EXPORTER_PROMETHEUS_HOST'
    | 'OTEL_EXPORTER_PROMETHEUS_PORT'
    | 'OTEL_TRACES_EXPORTER'
    | 'OTEL_EXPORTER_OTLP_ENDPOINT'
    | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    string
  >
>;

/**
 * Takes in what plugins measure and serves it at `http://127.0.0.1:9464/metrics`; sends traces where the environment
 * names somebody who takes them. Called before the backend is put together: whoever asks for a meter earlier gets one
 * that measures nothing.
 *
 * A portal without numbers is better than none: whatever is wrong here is said and nothing else.
 */
export async function startInstrumentation(
  environment: InstrumentationEnvironment = process.env,
): Promise<Instrumentation> {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true')
    return without('OTEL_SDK_DISABLED is set');
  // Loopback: who may ask is not checked here, and numbers say how large a company is and what is broken.
  const host = environment.OTEL_EXPORTER_PROMETHEUS_HOST || '127.0.0.1';
  const port = Number(environment.OTEL_EXPORTER_PROMETHEUS_PORT || 9464);
  if (!(Number.isInteger(port) && port > 0 && port < 65_536))
    return without('OTEL_EXPORTER_PROMETHEUS_PORT is not a port');
  const exporter = new PrometheusExporter({
    host,
    port,
    preventServerStart: true,
  });
  const sdk = new NodeSDK({
    serviceName: environment.OTEL_SERVICE_NAME ?? 'countersign',
    // By themselves they would publish the command line of the process, which may hold secrets.
    autoDetectResources: environment.OTEL_NODE_RESOURCE_DETECTORS !== undefined,
    metricReaders: [exporter],
    ...(!tracesAreWanted(environment) && { spanProcessors: [] }),
    logRecordProcessors: [],
  });
  sdk.start();
  const stop = () => sdk.shutdown();
  try {
    await exporter.startServer();
  } catch (error) {
    return { problem: (error as Error).message, stop };
  }
  return { address: `http://${host}:${port}/metrics`, stop };
}

function without(problem: string): Instrumentation {
  return { problem, stop: async () => undefined };
}

/** Where nobody is named, OpenTelemetry would send them to a collector on this machine, and complain for ever. */
function tracesAreWanted(environment: InstrumentationEnvironment): boolean {
  return [
    environment.OTEL_TRACES_EXPORTER,
    environment.OTEL_EXPORTER_OTLP_ENDPOINT,
    environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  ].some(value => value !== undefined && value !== '');
}
