import type { Entity } from '@backstage/catalog-model';
import { parseField, readField } from './Field';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    labels: { tier: 'gold' },
    annotations: { 'acme.io/image': 'payments' },
    image: 'pay',
  },
  spec: { type: 'service', lifecycle: 'production' },
};

describe('parseField and readField', () => {
  it.each([
    ['kind', 'Component'],
    ['metadata.name', 'payments'],
    ['metadata.namespace', 'default'],
    ['metadata.title', undefined],
    ['metadata.image', 'pay'],
    ['metadata.labels.tier', 'gold'],
    ['metadata.annotations.acme.io/image', 'payments'],
    ['metadata.annotations["acme.io/image"]', 'payments'],
    ["metadata.annotations['acme.io/image']", 'payments'],
    ['metadata.annotations.other', undefined],
    ['spec.type', 'service'],
    ['spec.owner', undefined],
  ])('%s is %s', (text, value) => {
    expect(readField(entity, parseField(text))).toBe(value);
  });

  it.each([
    'metadata.constructor',
    'metadata.toString',
    'metadata.labels.constructor',
    'metadata.labels.hasOwnProperty',
    'metadata.annotations["constructor"]',
  ])('%s is nothing that every object has', text => {
    expect(readField(entity, parseField(text))).toBeUndefined();
  });

  it.each([
    ['metadata.nam', 'did you mean "metadata.name"?'],
    ['metadata.label', 'is no field that is read'],
    ['metadata.labels', 'is no field that is read'],
    ['metadata.annotations', 'is no field that is read'],
    ['metadata.labels.', 'is no field that is read'],
    ['metadata.labels["a"].b', 'is no field that is read'],
    ['metadata.labels.__proto__', 'is no field that is read'],
    ['metadata.annotations["__proto__"]', 'is no field that is read'],
    ['metadata.__proto__', 'is no field that is read'],
    ['__proto__', 'is no field that is read'],
    ['constructor.name', 'is no field that is read'],
    ['spec.typ', 'did you mean "spec.type"?'],
    ['spec.lifecycle.x', 'is no field that is read'],
    ['spec.template', 'there are kind, metadata.name'],
    ['relations.ownedBy', 'is no field that is read'],
    ['status.items', 'is no field that is read'],
    ['Kind', 'is no field that is read'],
    ['', 'is no field that is read'],
  ])('%s is refused, as nothing that discovery reads', (text, message) => {
    expect(() => parseField(text)).toThrow(message);
  });
});
