import { entityWith } from '../__testUtils__/startPortal';
import { tieToClusters, type TieOptions } from './tieToClusters';

const clusters = ['eu', 'us'].map(name => ({
  ...{ name, authProvider: 'serviceAccount' },
}));

function tie(
  annotations: Record<string, string>,
  options: Partial<TieOptions> & { relations?: string[] } = {},
) {
  const problems: string[] = [];
  const entity = {
    ...entityWith('pay', annotations),
    relations: options.relations?.map(targetRef => ({
      ...{ type: 'dependsOn', targetRef },
    })),
  };
  const tied = tieToClusters([entity], {
    ...{ clusters, expected: [], method: 'singleTenant' },
    miss: (_, why) => problems.push(why),
    ...options,
  });
  return { clusters: [...tied.keys()].map(one => one.name), problems, tied };
}

describe('tieToClusters', () => {
  it('asks nobody about an entity without the annotations', () => {
    expect(tie({})).toMatchObject({ clusters: [], problems: [] });
    expect(tie({ namespace: 'prod' })).toMatchObject({ clusters: [] });
  });

  it('asks every cluster, or the one that the annotation names, as the portal is configured', () => {
    expect(tie({ id: 'pay' }).clusters).toEqual(['eu', 'us']);
    expect(tie({ id: 'pay', cluster: 'us' }).clusters).toEqual(['us']);
    for (const method of ['multiTenant', 'of-the-company', undefined])
      expect(tie({ id: 'pay', cluster: 'us' }, { method }).clusters).toEqual([
        ...['eu', 'us'],
      ]);
  });

  it('asks the clusters that the entity depends on where the portal goes by relations', () => {
    const method = 'catalogRelation';
    expect(tie({ id: 'pay' }, { method }).clusters).toEqual([]);
    expect(
      tie({ id: 'pay' }, { method, relations: ['resource:default/eu'] }),
    ).toMatchObject({ clusters: ['eu'], problems: [] });
  });

  it('prefers a selector to an id, as the Kubernetes tab does', () => {
    const { tied } = tie({ id: 'pay', 'label-selector': 'app=pay' });
    expect([...tied.values()].flat()).toEqual(
      clusters.map(() => ({
        ...{ entityRef: 'component:default/pay', selector: 'app=pay' },
        namespace: undefined,
      })),
    );
  });

  it.each([
    [{ id: 'pay) , x in (y' }, 'kubernetes-id is no value of a label'],
    [{ id: 'a'.repeat(64) }, 'kubernetes-id is no value of a label'],
    [{ id: 'a,b' }, 'kubernetes-id is no value of a label'],
    [{ id: 'pay', namespace: '../secrets' }, 'is no name of a namespace'],
    [{ 'label-selector': 'a'.repeat(2_001) }, 'label-selector is too long'],
    [{ id: 'pay', cluster: 'ap' }, 'knows no cluster ap'],
  ])('asks nothing with %j, and says why', (annotations, problem) => {
    const answer = tie(annotations as Record<string, string>);
    expect(answer.clusters).toEqual([]);
    expect(answer.problems).toEqual([expect.stringContaining(problem)]);
  });

  it('says that there may be more where a cluster of the configuration is gone', () => {
    expect(tie({ id: 'pay' }, { expected: ['ap', 'eu'] })).toMatchObject({
      clusters: ['eu', 'us'],
      problems: ['the Kubernetes backend knows no cluster ap'],
    });
  });
});
