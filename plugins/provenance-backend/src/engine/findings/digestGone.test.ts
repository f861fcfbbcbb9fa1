import type { Cause } from '@countersign/domain';
import { at, digestOf, registryDown } from '../../__testUtils__/fixtures';
import { lookAtMaterials, situation } from '../../__testUtils__/situation';
import { digestGone } from './digestGone';

const notThere: Cause = {
  code: 'artifact-not-found',
  origin: 'configuration',
  message: 'HTTP 404',
};
const failed = (cause: Cause) => ({
  ...lookAtMaterials([]),
  resolution: { status: 'failed', at: at(9), cause } as const,
  collection: undefined,
});
const opened = {
  standing: [{ code: 'digest-gone', about: digestOf('a'), old: digestOf('a') }],
  decided: ['digest-gone'],
};
const subject = (cause: Cause) =>
  lookAtMaterials([], {
    sources: [{ source: 'subject', status: 'failed', cause }],
  });

describe('digest-gone', () => {
  it.each([
    ['at its reference', failed(notThere)],
    ['by its digest', subject(notThere)],
  ])(
    'S5.2 is opened where the registry says that it is not there, %s',
    (_, look) => {
      expect(digestGone(situation({ look }))).toEqual(opened);
    },
  );

  it.each([
    ['an outage', failed(registryDown)],
    ['a refusal', failed({ ...registryDown, code: 'access-denied' })],
    [
      'a host that may not be contacted',
      failed({ ...notThere, code: 'host-not-allowed' }),
    ],
    ['an outage at the digest', subject(registryDown)],
  ])('S5.4 is neither opened nor closed by %s', (_, look) => {
    expect(digestGone(situation({ look }))).toEqual({
      standing: [],
      decided: [],
    });
  });

  it('is not renewed by an outage that follows the registry’s word', () => {
    const { current } = situation();
    const { resolution } = failed(notThere);
    const look = { ...failed(notThere), resolution };
    expect(
      digestGone(situation({ current: { ...current, resolution }, look })),
    ).toEqual({ standing: [], decided: [] });
  });

  it('is not opened where nothing was ever there', () => {
    const { current } = situation();
    const usage = { ...current.usage, digest: undefined };
    const look = { ...failed(notThere), digest: undefined };
    expect(
      digestGone(situation({ current: { ...current, usage }, look })).standing,
    ).toEqual([]);
  });

  it('is closed by a look that read the subject again', () => {
    expect(digestGone(situation())).toEqual({
      standing: [],
      decided: ['digest-gone'],
    });
  });
});
