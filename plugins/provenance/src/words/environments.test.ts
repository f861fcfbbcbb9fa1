import { everything, hotfix, stale, trusted } from '../__testUtils__/stories';
import { usage } from '../__testUtils__/usages';
import { groupByEnvironment } from './environments';

describe('groupByEnvironment', () => {
  it('orders declared environments as declared, then by the alphabet, then the undeclared', () => {
    const groups = groupByEnvironment(
      ['qa', undefined, 'prod', 'beta', 'dev'].map((environment, i) =>
        usage({ id: `${i}`, environment }),
      ),
      ['dev', 'prod'],
    );
    expect(groups.map(group => group.environment)).toEqual([
      'dev',
      'prod',
      'beta',
      'qa',
      undefined,
    ]);
  });

  it('puts the worst first within an environment', () => {
    const [prod] = groupByEnvironment([trusted, stale, hotfix], ['prod']);
    expect(prod.usages.map(one => one.id)).toEqual([
      'hotfix',
      'stale',
      'trusted',
    ]);
  });

  it('loses no usage', () => {
    const groups = groupByEnvironment(everything, []);
    expect(groups.flatMap(group => group.usages)).toHaveLength(
      everything.length,
    );
  });
});
