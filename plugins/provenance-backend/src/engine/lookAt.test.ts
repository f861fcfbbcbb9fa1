import type { Cause, Resolution } from '@countersign/domain';
import { LookError } from '@countersign/verifier';
import type { CurrentUsage } from '../store';
import { at, digestOf } from '../__testUtils__/fixtures';
import { lookAt } from './lookAt';

const gone: Cause = {
  code: 'artifact-not-found',
  origin: 'configuration',
  message: 'nothing there',
};
const wrongBytes: Cause = {
  code: 'digest-mismatch',
  origin: 'material',
  message: 'other bytes',
};
const refused: Cause = {
  code: 'host-not-allowed',
  origin: 'configuration',
  message: 'not in the list',
};
const down: Cause = {
  code: 'registry-unreachable',
  origin: 'infrastructure',
  message: 'no answer',
};

async function resolutionAfter(before: Resolution, cause: Cause) {
  const current = {
    usage: {
      reference: 'ghcr.io/acme/payments:1',
      repository: 'ghcr.io/acme/payments',
      digest: digestOf('a'),
    },
    resolution: before,
  } as CurrentUsage;
  const looker = {
    resolve: async () => {
      throw new LookError(cause);
    },
    collect: jest.fn(),
  };
  const clock = { now: () => new Date(at(9)) };
  return (await lookAt(current, looker, clock)).resolution;
}

describe('lookAt', () => {
  it.each([
    ['was gone', gone],
    ['had wrong bytes', wrongBytes],
  ])('S5.2 an outage does not bring back what %s', async (_, cause) => {
    const before: Resolution = { status: 'failed', at: at(1), cause };
    expect(await resolutionAfter(before, down)).toEqual(before);
  });

  it('S5.2 what was refused by a list that changed is not held against it', async () => {
    expect(
      await resolutionAfter(
        { status: 'failed', at: at(1), cause: refused },
        down,
      ),
    ).toEqual({ status: 'failed', at: at(9), cause: down });
  });

  it('S6.1 a row of failures began with its first one', async () => {
    expect(
      await resolutionAfter({ status: 'failed', at: at(1), cause: down }, down),
    ).toEqual({ status: 'failed', at: at(1), cause: down });
    expect(
      await resolutionAfter({ status: 'resolved', at: at(1) }, down),
    ).toEqual({ status: 'failed', at: at(9), cause: down });
  });

  it('takes the newest word of the registry', async () => {
    expect(
      await resolutionAfter({ status: 'failed', at: at(1), cause: down }, gone),
    ).toEqual({ status: 'failed', at: at(9), cause: gone });
  });
});
