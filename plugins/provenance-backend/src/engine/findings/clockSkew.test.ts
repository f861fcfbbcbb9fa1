import type { Evidence } from '@countersign/domain';
import { at } from '../../__testUtils__/fixtures';
import {
  lookAtMaterials,
  outage,
  proof,
  situation,
} from '../../__testUtils__/situation';
import { clockSkew } from './clockSkew';

const ahead = (material: string, minute: number): Evidence =>
  proof(material, {
    logEntry: {
      logId: 'l',
      logIndex: '1',
      kind: 'hashedrekord',
      integratedAt: at(minute),
    },
    outcome: {
      status: 'failed',
      code: 'time-unproven',
      message: 'the signature says it was made in the future',
    },
  });

describe('clock-skew', () => {
  it('S7.2 is opened where a proven time lies ahead, with the furthest of an authority', () => {
    const look = lookAtMaterials(['b', 'd']);
    const evidence = [ahead('b', 20), ahead('d', 30)];
    expect(clockSkew(situation({ look, evidence }))).toEqual({
      standing: [
        { code: 'clock-skew', about: 'acme', old: at(10), new: at(30) },
      ],
      decided: ['clock-skew'],
    });
  });

  it('is not opened where a time is only missing', () => {
    const missing = { ...ahead('b', 20), logEntry: undefined };
    const before = ahead('b', 9);
    for (const one of [missing, before, proof('b')])
      expect(clockSkew(situation({ evidence: [one] })).standing).toEqual([]);
  });

  it('is closed when the time has come, and not by an unfinished look', () => {
    expect(clockSkew(situation())).toEqual({
      standing: [],
      decided: ['clock-skew'],
    });
    const look = lookAtMaterials(['b'], outage);
    expect(clockSkew(situation({ look })).decided).toEqual([]);
  });
});
