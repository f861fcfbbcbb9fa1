import { mockServices } from '@backstage/backend-test-utils';
import { auditDone, auditedInBackground } from './audit';

const event = { eventId: 'retention-run', meta: { before: '2019' } } as const;

function auditing(
  changes: {
    success?: jest.Mock;
    fail?: jest.Mock;
    createEvent?: jest.Mock;
  } = {},
) {
  const success = changes.success ?? jest.fn(async () => undefined);
  const fail = changes.fail ?? jest.fn(async () => undefined);
  const createEvent =
    changes.createEvent ?? jest.fn(async () => ({ success, fail }));
  const auditor = mockServices.auditor.mock({ createEvent });
  const logger = { error: jest.fn() };
  return { means: { auditor, logger }, createEvent, success, fail, logger };
}

const refusing = () =>
  jest.fn(async () => {
    throw new Error('no room for logs');
  });

describe('auditedInBackground', () => {
  it('tells what is done, and how it went', async () => {
    const { means, createEvent, success, fail } = auditing();
    const result = await auditedInBackground(
      means,
      event,
      async () => 7,
      count => ({ count }),
    );
    expect(result).toBe(7);
    expect(createEvent).toHaveBeenCalledWith({
      ...event,
      severityLevel: 'medium',
    });
    expect(success).toHaveBeenCalledWith({ meta: { count: 7 } });
    expect(fail).not.toHaveBeenCalled();
  });

  it('tells what failed, and lets it fail', async () => {
    const { means, success, fail } = auditing();
    const error = new Error('the database is full');
    const work = async () => {
      throw error;
    };
    await expect(auditedInBackground(means, event, work)).rejects.toBe(error);
    expect(fail).toHaveBeenCalledWith({ error });
    expect(success).not.toHaveBeenCalled();
  });

  it.each([
    ['is told', { createEvent: refusing() }],
    ['hears of the end', { success: refusing() }],
  ])('does it once where the auditor fails when it %s', async (_, changes) => {
    const { means, logger } = auditing(changes);
    const work = jest.fn(async () => 7);
    expect(await auditedInBackground(means, event, work)).toBe(7);
    expect(work).toHaveBeenCalledTimes(1);
    expect(logger.error).toHaveBeenCalledWith(
      'the auditor was not told of "retention-run"',
      expect.objectContaining({ message: 'no room for logs' }),
    );
  });
});

describe('auditDone', () => {
  it('never throws', async () => {
    const { means } = auditing({ createEvent: refusing() });
    await expect(auditDone(means, event)).resolves.toBeUndefined();
  });
});
