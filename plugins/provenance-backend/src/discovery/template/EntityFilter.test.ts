import type { Entity } from '@backstage/catalog-model';
import { matchesAny, type Condition } from './EntityFilter';
import { parseField } from './Field';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    labels: { tier: 'Gold', long: 'x'.repeat(1024 * 1024) },
    tags: ['java', 'pci'],
  },
  spec: { type: 'service' },
};

const where = (field: string, ...values: string[]): Condition => ({
  field: parseField(field),
  is: new Set(values),
});
const there = (field: string, is: boolean): Condition => ({
  field: parseField(field),
  is,
});
const matches = (...conditions: Condition[]) =>
  matchesAny([conditions], entity);

describe('matchesAny', () => {
  it('asks for all conditions of a filter, whatever the letters of a value', () => {
    expect(
      matches(where('kind', 'component'), where('spec.type', 'service')),
    ).toBe(true);
    expect(matches(where('metadata.labels.tier', 'gold', 'silver'))).toBe(true);
    expect(matches(where('kind', 'component'), where('spec.type', 'api'))).toBe(
      false,
    );
  });

  it('asks for one of several filters', () => {
    const [yes, no] = [where('kind', 'component'), where('kind', 'api')];
    expect(matchesAny([[no], [yes]], entity)).toBe(true);
    expect(matchesAny([[no], [no]], entity)).toBe(false);
  });

  it('is content with one value of a list', () => {
    expect(matches(where('metadata.tags', 'pci'))).toBe(true);
    expect(matches(where('metadata.tags', 'pc'))).toBe(false);
  });

  it('asks whether there is any value', () => {
    expect(matches(there('metadata.labels.tier', true))).toBe(true);
    expect(matches(there('metadata.labels.tier', false))).toBe(false);
    expect(matches(there('metadata.labels.other', false))).toBe(true);
    expect(matches(there('metadata.labels.constructor', true))).toBe(false);
  });

  it('matches nothing where there is no value, or one that no filter names', () => {
    expect(matches(where('metadata.labels.other', 'undefined'))).toBe(false);
    expect(matches(where('metadata.labels.long', 'x'))).toBe(false);
  });
});
