import { mockServices } from '@backstage/backend-test-utils';
import type { AuthorityStatus } from '@countersign/domain';
import { at, digestOf } from '../__testUtils__/fixtures';
import { TrustAudit } from './TrustAudit';

const status = (changes: Partial<AuthorityStatus> = {}): AuthorityStatus => ({
  name: 'acme',
  kind: 'sigstore',
  source: 'tuf',
  status: 'loaded',
  digest: digestOf('a'),
  windows: [],
  ...changes,
});

const refusal = { at: at(0), digest: digestOf('c'), why: 'it proves less' };

function audit(atStart: AuthorityStatus[]) {
  const createEvent = jest.fn(async () => ({
    success: jest.fn(),
    fail: jest.fn(),
  }));
  const auditor = mockServices.auditor.mock({ createEvent });
  const logger = mockServices.logger.mock();
  const subject = new TrustAudit({ auditor, logger }, atStart);
  const told = () =>
    createEvent.mock.calls.map(([event]: any[]) => [event.eventId, event.meta]);
  return { subject, told };
}

describe('TrustAudit', () => {
  it('tells of a version that came into force, once', async () => {
    const { subject, told } = audit([status()]);
    await subject.update([status()]);
    expect(told()).toEqual([]);
    const newer = status({ digest: digestOf('b'), version: 'root 2' });
    await subject.update([newer]);
    await subject.update([newer]);
    expect(told()).toEqual([
      [
        'authority-change',
        {
          authority: 'acme',
          from: digestOf('a'),
          to: digestOf('b'),
          version: 'root 2',
        },
      ],
    ]);
  });

  it('tells of an authority that could not be loaded before, and of one that is gone', async () => {
    const missing = status({ status: 'missing', digest: undefined });
    const { subject, told } = audit([missing]);
    await subject.update([status()]);
    await subject.update([missing]);
    expect(told()).toEqual([
      [
        'authority-change',
        { authority: 'acme', from: 'none', to: digestOf('a') },
      ],
      [
        'authority-change',
        { authority: 'acme', from: digestOf('a'), to: 'none' },
      ],
    ]);
  });

  it('S6.4 tells of a key that went with the version that held it, once', async () => {
    const key = status({ name: 'ci', kind: 'key', source: 'registry' });
    const lost = status({ name: 'cd', status: 'missing', digest: undefined });
    const { subject, told } = audit([status(), key, lost]);
    await subject.update([status()]);
    await subject.update([status()]);
    expect(told()).toEqual([
      [
        'authority-change',
        { authority: 'ci', from: digestOf('a'), to: 'none' },
      ],
    ]);
  });

  it('tells of a refused version once, however often it is offered', async () => {
    const { subject, told } = audit([status()]);
    const offered = status({ refusedVersion: refusal });
    await subject.update([offered]);
    await subject.update([
      status({ refusedVersion: { ...refusal, at: at(60) } }),
    ]);
    const { digest, why } = refusal;
    expect(told()).toEqual([
      ['authority-refuse', { authority: 'acme', digest, why }],
    ]);
  });
});
