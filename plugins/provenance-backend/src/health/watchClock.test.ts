import { mockServices } from '@backstage/backend-test-utils';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { clockCheck } from './watchClock';

describe('clockCheck', () => {
  const logger = mockServices.logger.mock();
  let clock: ManualClock;

  beforeEach(() => {
    jest.clearAllMocks();
    clock = new ManualClock(at(0));
  });

  it('says once that the clock is wrong, and once that it is right again', async () => {
    let theirs = at(0);
    const databaseClock = async () => new Date(theirs);
    const check = clockCheck({ clock, logger, databaseClock });
    await check();
    expect(logger.error).not.toHaveBeenCalled();
    clock.advance(60);
    await check();
    await check();
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('3600 seconds ahead of'),
    );
    theirs = at(60);
    await check();
    await check();
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('goes on where the database is away, and compares nothing where it has no clock', async () => {
    const away = clockCheck({
      ...{ clock, logger },
      databaseClock: async () => {
        throw new Error('away');
      },
    });
    await away();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await clockCheck({ clock, logger })();
    expect(logger.error).not.toHaveBeenCalled();
  });
});
