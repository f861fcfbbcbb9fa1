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
});
