import { MeteredObserver } from './MeteredObserver';
import { noTracing, type Metrics, type Tracing } from './services';

/** What instruments were given. */
function metering() {
  const added: unknown[][] = [];
  const recorded: unknown[][] = [];
  const metrics: Metrics = {
    createCounter: name => ({
      add: (value, labels) => added.push([name, value, labels]),
    }),
    createHistogram: name => ({
      record: (value, labels) => recorded.push([name, value, labels]),
    }),
    createObservableGauge: () => {
      throw new Error('no gauge is made here');
    },
  };
  return { metrics, added, recorded };
}

/** A clock that goes on by so many milliseconds each time somebody looks. */
const ticking = (milliseconds: number) => {
  let time = 0;
  return () => (time += milliseconds);
};

/** What spans were told, by name. */
function tracing() {
  const spans: { name: string; options: object; told: unknown[] }[] = [];
  const service = {
    startActiveSpan: async (
      name: string,
      options: object,
      work: (span: object) => Promise<unknown>,
    ) => {
      const told: unknown[] = [];
      spans.push({ name, options, told });
      return work({
        setStatus: (status: unknown) => told.push(status),
        setAttribute: (key: string, value: unknown) => told.push([key, value]),
      });
    },
  } as Tracing;
  return { service, spans };
}

describe('MeteredObserver', () => {
  it('notes how long a stage took, whatever came of it', async () => {
    const { metrics, recorded } = metering();
    const observer = new MeteredObserver(metrics, noTracing, ticking(250));
    expect(await observer.stage('judge', async () => 7)).toBe(7);
    const failure = new Error('down');
    const broken = observer.stage('collect', async () => {
      throw failure;
    });
    await expect(broken).rejects.toBe(failure);
    expect(recorded).toEqual([
      ['provenance.stage.duration', 0.25, { stage: 'judge' }],
      ['provenance.stage.duration', 0.25, { stage: 'collect' }],
    ]);
  });

  it('tells a span the usage and that something failed, and never a text of a stranger', async () => {
    const { service, spans } = tracing();
    const observer = new MeteredObserver(metering().metrics, service);
    const stranger = new Error('<script> at registry.example/acme');
    const look = observer.stage(
      'look',
      async () => {
        throw stranger;
      },
      { usageId: 'u1' },
    );
    await expect(look).rejects.toBe(stranger);
    expect(spans).toEqual([
      {
        name: 'provenance.look',
        options: { attributes: { 'provenance.usage': 'u1' } },
        told: [{ code: 'error' }],
      },
    ]);
  });

  it('counts under closed labels: what is none of their values is called other', () => {
    const { metrics, added } = metering();
    const observer = new MeteredObserver(metrics, noTracing);
    observer.count('looks', { outcome: 'late' });
    observer.count('cache', { cache: 'evidence', result: 'hit' }, 3);
    observer.count('looks', { outcome: 'ghcr.io/stranger' as 'late' });
    expect(added).toEqual([
      ['provenance.looks', 1, { outcome: 'late' }],
      ['provenance.cache', 3, { cache: 'evidence', result: 'hit' }],
      ['provenance.looks', 1, { outcome: 'other' }],
    ]);
  });

  it('counts nothing where nothing happened', () => {
    const { metrics, added } = metering();
    const observer = new MeteredObserver(metrics, noTracing);
    observer.count('cache', { cache: 'evidence', result: 'hit' }, 0);
    expect(added).toEqual([]);
  });
});
