import { usageKindWords } from './artifact';

describe('usageKindWords', () => {
  it('says whether somebody named the kind', () => {
    expect(usageKindWords({ kind: 'helm-chart' })).toBe('Helm chart');
    expect(usageKindWords({ kind: 'helm-chart', isKindAssumed: true })).toBe(
      'Helm chart (nobody named it)',
    );
  });
});
