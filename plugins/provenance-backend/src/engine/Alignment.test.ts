import { Alignment } from './Alignment';
import type { EngineContext } from './EngineContext';
import { rejudgeOutdated } from './rejudge';

jest.mock('./rejudge');

const pass = jest.mocked(rejudgeOutdated);
const settled = () => new Promise(resolve => setImmediate(resolve));
const done = { count: 0, failed: 0 };

/** A promise that a test resolves when it is time. */
function barrier() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}

describe('Alignment', () => {
  const logger = { info: jest.fn(), error: jest.fn() };
  let generation: string;
  let running: Set<Promise<void>>;
  let stopping: AbortController;

  beforeEach(() => {
    jest.resetAllMocks();
    generation = 'g1';
    running = new Set();
    stopping = new AbortController();
  });

  const create = (retryMs = 1) =>
    new Alignment(() => ({ generation, logger } as unknown as EngineContext), {
      running,
      stopping: stopping.signal,
      retryMs,
    });
  const generations = () => pass.mock.calls.map(([one]) => one.generation);

  it('S6.1 goes by once where nothing failed and nothing was under way', async () => {
    pass.mockResolvedValue({ count: 3, failed: 0 });
    const alignment = create();
    await alignment.align();
    await alignment.ended();
    expect(generations()).toEqual(['g1']);
    expect(logger.info).toHaveBeenCalledWith(
      'judged 3 usages again under the new configuration',
    );
  });

  it('S6.4 goes by once more when looks that began before have ended', async () => {
    pass.mockResolvedValue(done);
    const look = barrier();
    running.add(look.opened);
    const alignment = create();
    await alignment.align();
    // A look that begins now goes by what is in force now.
    running.add(new Promise(() => undefined));
    await settled();
    expect(pass).toHaveBeenCalledTimes(1);
    look.open();
    await alignment.ended();
    expect(pass).toHaveBeenCalledTimes(2);
  });

  it('S6.4 never lets two passes write at once: the newer one waits for the older to give up', async () => {
    const first = barrier();
    pass.mockImplementationOnce(async (_, signal) => {
      await first.opened;
      expect(signal?.aborted).toBe(true);
      return done;
    });
    pass.mockResolvedValueOnce(done);
    const alignment = create();
    alignment.align();
    await settled();
    generation = 'g2';
    const second = alignment.align();
    await settled();
    expect(generations()).toEqual(['g1']);
    first.open();
    await second;
    await alignment.ended();
    expect(generations()).toEqual(['g1', 'g2']);
  });

  it('tries again what failed, however it failed, until it is done', async () => {
    pass.mockResolvedValueOnce({ count: 0, failed: 1 });
    pass.mockRejectedValueOnce(new Error('database away'));
    pass.mockResolvedValueOnce(done);
    const alignment = create();
    await alignment.align();
    await alignment.ended();
    expect(pass).toHaveBeenCalledTimes(3);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('ends when the engine stops, although something failed', async () => {
    pass.mockResolvedValue({ count: 0, failed: 1 });
    const alignment = create(60_000);
    await alignment.align();
    stopping.abort();
    await alignment.ended();
    expect(pass).toHaveBeenCalledTimes(1);
  });
});
