import { Findings } from './Findings';

const ref = 'component:default/pay';

describe('Findings', () => {
  it('holds a thousand artifacts of an entity, and says that there are more', () => {
    const findings = new Findings([ref]);
    for (let i = 0; i < 1_000; i++)
      findings.add(
        ref,
        { reference: `ghcr.io/acme/pay:${i}` },
        { location: 'eu' },
      );
    findings.add(ref, { reference: 'ghcr.io/acme/pay:0' }, { location: 'eu' });
    expect(findings.answers()[0].incomplete).toBeUndefined();
    findings.add(ref, { reference: 'ghcr.io/acme/pay:0' }, { location: 'us' });
    const [answer] = findings.answers();
    expect(answer.artifacts).toHaveLength(1_000);
    expect(answer.incomplete).toBe('more than 1000 artifacts run');
  });

  it('says each problem once', () => {
    const findings = new Findings([ref]);
    ['a', 'b', 'a'].forEach(why => findings.miss(ref, why));
    expect(findings.answers()).toEqual([
      { entityRef: ref, artifacts: [], incomplete: 'a; b' },
    ]);
  });
});
