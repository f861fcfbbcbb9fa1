import { component } from '../__testUtils__/startPortal';
import { entityFacts } from './entityFacts';

describe('entityFacts', () => {
  it('keeps the names of annotations by which something could be located, and nothing of their values', () => {
    const entity = component('payments', '');
    entity.metadata.annotations = {
      'quay.io/repository-slug': 'acme/payments',
      'aws.amazon.com/amazon-ecr-arn': 'x'.repeat(1024 * 1024),
      'backstage.io/kubernetes-id': 'payments',
      'acme.io/secret': 'hunter2',
    };
    expect(entityFacts(entity).hints).toEqual([
      'aws.amazon.com/amazon-ecr-arn',
      'backstage.io/kubernetes-id',
      'quay.io/repository-slug',
    ]);
  });

  it('keeps what rules for some entities ask for, and of too much nothing', () => {
    const entity = component('payments', '');
    const labelled = (labels?: Record<string, string>, lifecycle?: string) =>
      entityFacts({
        ...entity,
        metadata: { ...entity.metadata, labels },
        spec: { ...entity.spec, lifecycle },
      });
    expect(labelled({ tier: 'one' }, 'production')).toMatchObject({
      ...{ lifecycle: 'production', labels: { tier: 'one' } },
    });
    expect(labelled()).toMatchObject({ lifecycle: undefined, labels: {} });
    const names = Array.from({ length: 51 }, (_, i) => [`l${i}`, 'x']);
    const some = Object.fromEntries(names.slice(1));
    expect(labelled(some).labels).toEqual(some);
    for (const labels of [
      Object.fromEntries(names),
      { ['l'.repeat(321)]: 'x' },
      { tier: 'x'.repeat(201) },
      { tier: 1 as unknown as string },
    ])
      expect(labelled(labels).labels).toBeUndefined();
  });
});
