import type {
  AlertSink,
  AlertSinksExtensionPoint,
} from '@countersign/backstage-plugin-provenance-node';

/** Gathers the sinks that modules bring. */
export class AlertSinkCollector implements AlertSinksExtensionPoint {
  readonly sinks: AlertSink[] = [];

  addAlertSink(sink: AlertSink): void {
    const { name } = sink;
    if (name === '' || name.length > 64)
      throw new Error('the name of an alert sink has 1 to 64 characters');
    if (this.sinks.some(other => other.name === name))
      throw new Error(`an alert sink "${name}" exists already`);
    this.sinks.push(sink);
  }
}
