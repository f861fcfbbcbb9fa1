import {
  hostileDetail,
  hotfixDetail,
  trustedDetail,
} from '../__testUtils__/stories';
import { detail, digest, evidence, usage } from '../__testUtils__/usages';
import { materialsOf, materialTitle } from './materials';

describe('materialsOf', () => {
  it('S11.1 accepts only what a rule accepts', () => {
    expect(
      materialsOf(trustedDetail).map(m => [materialTitle(m), m.isAccepted]),
    ).toEqual([
      ['Provenance', true],
      ['SBOM', true],
      ['Provenance', false],
    ]);
    expect(materialsOf(hotfixDetail).some(m => m.isAccepted)).toBe(false);
  });

  it('S11.1 accepts nothing where no rule applies, however well it is proven', () => {
    const unruled = detail();
    unruled.judgement.rules = [];
    expect(materialsOf(unruled)[0].isAccepted).toBe(false);
  });

  it('puts proven evidence before failed evidence of another authority', () => {
    const failed = evidence({
      authority: 'other',
      outcome: { status: 'failed', code: 'unknown-authority', message: '' },
    });
    const [material] = materialsOf(
      detail(usage(), { evidence: [failed, evidence()], traces: [] }),
    );
    expect(material.evidence.map(one => one.authority)).toEqual([
      'public-good',
      'other',
    ]);
  });

  it('lists what was found and not verified yet', () => {
    const found = detail(usage(), { evidence: [], traces: [] });
    found.collection!.material.push({
      digest: digest('77'),
      source: 'bundle-file',
      format: 'unknown',
    });
    const [material] = materialsOf(found);
    expect(material.evidence).toEqual([]);
    expect(materialTitle(material)).toBe('Something of an unknown form');
  });

  it('takes evidence whose collection is gone', () => {
    const { collection, ...rest } = hostileDetail;
    expect(collection).toBeDefined();
    expect(materialsOf(rest)).toHaveLength(1);
  });
});
