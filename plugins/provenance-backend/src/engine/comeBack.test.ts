import type { Judgement } from '@countersign/domain';
import { mockServices } from '@backstage/backend-test-utils';
import { unobserved } from '../health/Observer';
import { at, judgementOf, ManualClock } from '../__testUtils__/fixtures';
import { finishWork, type WorkClaim } from '../store';
import { judgeAgain, stumble } from './comeBack';
import type { EngineContext } from './EngineContext';
import type { JudgeContext } from './JudgeContext';
import { rejudgeUsage } from './rejudge';

jest.mock('./rejudge');
jest.mock('../store');

const claim = { usageId: 'u', attempts: 0, lookAt: at(240) } as WorkClaim;

const engine = {
  clock: new ManualClock(),
  logger: mockServices.logger.mock(),
  observer: unobserved,
  judging: { settings: { intervalMs: 4 * 3_600_000 } } as JudgeContext,
} as Partial<EngineContext> as EngineContext;

describe('when to judge again', () => {
  const rejudged = (isWhole: boolean, changes?: Partial<Judgement>) =>
    jest.mocked(rejudgeUsage).mockResolvedValue({
      isWhole,
      judgement: {
        ...judgementOf('inconclusive', 'not-checked-yet'),
        ...changes,
      },
    });
  const judgeAt = () =>
    jest.mocked(finishWork).mock.lastCall![0].schedule.judgeAt!;

  it('is the instant at which the clock alone changes the verdict', async () => {
    rejudged(true, { reconsiderAt: at(60) });
    await judgeAgain(claim, engine);
    expect(judgeAt()).toBe(at(60));
  });

  it.each(['judging', 'looking'])(
    'is soon where %s left material that could not be verified, and not at the next look',
    async what => {
      rejudged(false, { reconsiderAt: at(200) });
      if (what === 'judging') await judgeAgain(claim, engine);
      else await stumble(claim, new Error('broken'), engine);
      expect(judgeAt() <= at(1)).toBe(true);
    },
  );

  it('lets nobody wait longer than an interval for a look, however often one broke', async () => {
    rejudged(true);
    await stumble({ ...claim, attempts: 50 }, new Error('broken'), engine);
    const { lookAt } = jest.mocked(finishWork).mock.lastCall![0].schedule;
    expect(lookAt).toBe(at(240));
  });
});
