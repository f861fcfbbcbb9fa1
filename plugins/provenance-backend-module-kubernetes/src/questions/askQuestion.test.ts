import { podOf } from '../__testUtils__/pods';
import { ClusterError, type PodQuery } from '../clusters';
import type { Wire } from '../pods';
import { askQuestion } from './askQuestion';
import { questionsOf } from './questionsOf';

const cluster = { name: 'eu' };
const { signal } = new AbortController();
const ref = (name: string) => `component:default/${name}`;
const pods = (count: number, id = 'a'): Wire[] =>
  Array.from({ length: count }, () => podOf(id, 'x', 'x'));

/** Answers by the selector of the question. */
function ask(
  ids: string[],
  pages: (query: PodQuery, next?: string) => { pods: Wire[]; next?: string },
) {
  const [question] = questionsOf(ids.map(id => ({ entityRef: ref(id), id })));
  const taken = new Map<string, number>();
  const asked: string[] = [];
  const answer = askQuestion(question, {
    ...{ cluster, signal },
    backend: {
      pods: async (_, query, next) => {
        asked.push(query.selector);
        return pages(query, next);
      },
    },
    take: (_, refs) =>
      refs.forEach(one => taken.set(one, (taken.get(one) ?? 0) + 1)),
  });
  return { answer, taken, asked };
}

const alone = (id: string) => `backstage.io/kubernetes-id in (${id})`;

describe('askQuestion', () => {
  it('lets no entity with too many pods harm its neighbours', async () => {
    const { answer, taken, asked } = ask(['a', 'b'], ({ selector }) => ({
      pods: selector === alone('b') ? pods(3, 'b') : pods(10_001),
    }));
    expect(await answer).toEqual(
      new Map([[ref('a'), 'has more than 10000 pods']]),
    );
    expect(asked).toEqual([alone('a,b'), alone('a'), alone('b')]);
    expect(taken.get(ref('b'))).toBe(3);
  });

  it('takes 10,000 pods', async () => {
    const { answer, taken } = ask(['a'], () => ({ pods: pods(10_000) }));
    expect(await answer).toEqual(new Map());
    expect(taken.get(ref('a'))).toBe(10_000);
  });

  it('ends with a server that never does', async () => {
    const { answer, asked } = ask(['a'], () => ({ pods: [], next: 'more' }));
    expect([...(await answer).values()]).toEqual(['sent more than 200 pages']);
    expect(asked).toHaveLength(200);
  });

  it('gives nobody the pods that nobody asked for', async () => {
    const { answer, taken } = ask(['a'], () => ({ pods: pods(5, 'b') }));
    expect(await answer).toEqual(new Map());
    expect(taken.size).toBe(0);
  });

  it('hands a broken cluster on, whoever was asked about', async () => {
    const error = new ClusterError('broken', 'answered with 500');
    const { answer } = ask(['a'], () => {
      throw error;
    });
    await expect(answer).rejects.toBe(error);
  });

  it('asks about two entities with one id once', async () => {
    const questions = questionsOf([
      { entityRef: ref('x'), id: 'a' },
      { entityRef: ref('y'), id: 'a' },
      { entityRef: ref('z'), id: 'a', namespace: 'prod' },
      { entityRef: ref('w'), selector: 'app=a' },
    ]);
    expect(
      questions.map(({ selector, namespace, entityRefs }) => [
        ...[selector, namespace, entityRefs],
      ]),
    ).toEqual([
      [alone('a'), undefined, [ref('x'), ref('y')]],
      ['app=a', undefined, [ref('w')]],
      [alone('a'), 'prod', [ref('z')]],
    ]);
    expect(questions[0].entitiesOf(pods(1)[0])).toEqual([ref('x'), ref('y')]);
  });
});
