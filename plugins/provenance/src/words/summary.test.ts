import {
  blocked,
  everything,
  hotfix,
  pending,
  stale,
  tampered,
  trusted,
  unreachable,
  unruled,
} from '../__testUtils__/stories';
import { minutesAgo, usage } from '../__testUtils__/usages';
import { summarize } from './summary';

const declared = ['dev', 'staging', 'prod'];

describe('summarize', () => {
  it('is green and short when all is well', () => {
    expect(summarize([trusted, trusted], declared)).toEqual({
      sentence: '2 of 2 artifacts trusted.',
      rest: undefined,
      standing: 'trusted',
      provenAt: minutesAgo(12),
    });
  });

  it('says where something would be blocked', () => {
    const { sentence, standing } = summarize([trusted, hotfix], declared);
    expect(sentence).toBe(
      '1 of 2 artifacts trusted. 1 in prod would be blocked.',
    );
    expect(standing).toBe('would-be-blocked');
  });

  it('counts findings, whatever the verdict', () => {
    expect(summarize([trusted, hotfix], declared).rest).toBe('1 finding');
  });

  it('S11.3 does not count what strangers signed', () => {
    const findings = [
      {
        code: 'unaccepted-signers' as const,
        firstSeenAt: '2026-11-19T14:02:00Z',
        lastSeenAt: '2026-11-19T14:02:00Z',
        new: 'somebody',
      },
    ];
    expect(
      summarize([{ ...trusted, findings }], declared).rest,
    ).toBeUndefined();
  });

  it('names two environments in the declared order and counts more', () => {
    const inStaging = usage({ ...hotfix, environment: 'staging' });
    const inDev = usage({ ...hotfix, environment: 'dev' });
    expect(summarize([hotfix, inStaging, hotfix], declared).sentence).toBe(
      '0 of 3 artifacts trusted. 3 would be blocked: 1 in staging, 2 in prod.',
    );
    expect(summarize([hotfix, inStaging, inDev], declared).sentence).toBe(
      '0 of 3 artifacts trusted. 3 would be blocked.',
    );
  });

  it('puts an alarm first, and what is blocked before what would be', () => {
    const { sentence, standing } = summarize(
      [trusted, hotfix, blocked, { ...tampered, decision: 'deny' }],
      declared,
    );
    expect(sentence).toBe(
      '1 alarm. 1 of 4 artifacts trusted. 2 are blocked: 1 in staging, 1 in prod. 1 in prod would be blocked.',
    );
    expect(standing).toBe('alarm');
  });

  it('S4.7 leaves no-rule and what was not looked at out of what would be blocked', () => {
    const { sentence, rest, standing } = summarize(
      [unruled, pending],
      declared,
    );
    expect(sentence).toBe('0 of 2 artifacts trusted.');
    expect(rest).toBe('1 without a rule · 1 waiting for the first look');
    expect(standing).toBe('no-rule');
  });

  it('counts what could not be told and what is stale', () => {
    expect(summarize([unreachable, stale], declared).rest).toBe(
      '1 could not be told · 1 not proven lately',
    );
  });

  it('shows the oldest proof, and none where there is none', () => {
    expect(summarize(everything, declared).provenAt).toBe(
      '2026-11-19T14:02:00Z',
    );
    expect(summarize([pending], declared).provenAt).toBeUndefined();
  });
});
