import { counters, stageDuration, type Described } from './metrics';
import type { Counted, Observer, Stage } from './Observer';
import type { Metrics, Tracing } from './services';

type Counter = ReturnType<Metrics['createCounter']>;
type Result<T> = { value: T } | { error: unknown };

/** Tells Backstage's metrics and tracing what the engine does. */
export class MeteredObserver implements Observer {
  private readonly counters: { [N in keyof Counted]: Counter };
  private readonly durations: ReturnType<Metrics['createHistogram']>;

  constructor(
    metrics: Metrics,
    private readonly tracing: Tracing,
    /** Milliseconds that only ever grow: a wall clock that is set would make stages last for hours. */
    private readonly elapsed: () => number = () => performance.now(),
  ) {
    const counter = (what: keyof Counted) => {
      const { name, description } = counters[what];
      return metrics.createCounter(name, { description });
    };
    this.counters = {
      requests: counter('requests'),
      verifications: counter('verifications'),
      looks: counter('looks'),
      judgements: counter('judgements'),
      cache: counter('cache'),
    };
    const { name, description, unit, boundaries } = stageDuration;
    const advice = { explicitBucketBoundaries: boundaries };
    this.durations = metrics.createHistogram(name, {
      description,
      unit,
      advice,
    });
  }

  async stage<T>(
    stage: Stage,
    work: () => Promise<T>,
    about?: { usageId: string },
  ): Promise<T> {
    const result = await this.tracing.startActiveSpan<Result<T>>(
      `provenance.${stage}`,
      { attributes: about && { 'provenance.usage': about.usageId } },
      async span => {
        const began = this.elapsed();
        // A span must not see the error itself: its message may quote a stranger, and spans leave the house.
        const done = await settled(work);
        const seconds = (this.elapsed() - began) / 1_000;
        this.durations.record(Math.max(seconds, 0), { stage });
        if ('error' in done) span.setStatus({ code: 'error' });
        return done;
      },
    );
    if ('error' in result) throw result.error;
    return result.value;
  }

  count<N extends keyof Counted>(
    what: N,
    labels: Counted[N],
    times: number = 1,
  ): void {
    if (times > 0) this.counters[what].add(times, closed(what, labels));
  }
}

async function settled<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** Types say that a label is one of its values; what a module brought may not have been compiled with ours. */
function closed<N extends keyof Counted>(
  what: N,
  labels: Counted[N],
): Record<string, string> {
  const described: Record<keyof Counted, Described> = counters;
  const allowed = described[what].labels;
  return Object.fromEntries(
    Object.entries<string>(labels).map(([label, value]) => [
      label,
      allowed[label].includes(value) ? value : 'other',
    ]),
  );
}
