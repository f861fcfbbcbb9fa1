import { mockServices } from '@backstage/backend-test-utils';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { earlierClock } from './earlierClock';

const day = 24 * 60;

describe('S10.3 the clock by which something is removed', () => {
  const logger = mockServices.logger.mock();

  beforeEach(() => jest.clearAllMocks());

  const clockWith = (theirs: number | undefined) =>
    earlierClock({
      ...{ clock: new ManualClock(at(0)), logger },
      databaseClock: async () =>
        theirs === undefined ? undefined : new Date(at(theirs)),
    });

  it('is the one that shows less, and both are told where they differ', async () => {
    expect((await clockWith(-3 * day)).now()).toEqual(new Date(at(-3 * day)));
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('259200 seconds ahead of'),
    );
    expect((await clockWith(3 * day)).now()).toEqual(new Date(at(0)));
    expect(logger.error).toHaveBeenLastCalledWith(
      expect.stringContaining('259200 seconds behind'),
    );
  });

  it('is the own one where the database has none, and nothing is told of seconds', async () => {
    expect((await clockWith(undefined)).now()).toEqual(new Date(at(0)));
    expect((await clockWith(0.5)).now()).toEqual(new Date(at(0)));
    expect(logger.error).not.toHaveBeenCalled();
  });
});
