import type { PodQuery } from '../clusters';
import { kubernetesId, type Tie } from '../entities';
import { objectOf, textOf, type Wire } from '../pods';

/** One list of pods that tells about one entity or several. */
export interface Question extends PodQuery {
  entityRefs: string[];
  /** Whom a pod of the list belongs to. */
  entitiesOf(pod: Wire): readonly string[];
  /** The same in smaller questions, where one entity might have too many pods for its neighbours. */
  parts: Question[];
}

/** Together the ids stay far below the length that servers allow of an address. */
const idsAtOnce = 25;

/**
 * Makes as few questions as possible of the ties of entities to one cluster: a portal with thousands of services would
 * otherwise ask thousands of times in each pass.
 */
export function questionsOf(ties: Tie[]): Question[] {
  const byNamespace = byText(ties, ({ namespace }) => namespace ?? '');
  return [...byNamespace.values()].flatMap(together => [
    ...idQuestions(together),
    ...selectorQuestions(together),
  ]);
}

function idQuestions(ties: Tie[]): Question[] {
  const byId = [...byText(ties, ({ id }) => id)];
  const questions: Question[] = [];
  for (let i = 0; i < byId.length; i += idsAtOnce)
    questions.push(idQuestion(byId.slice(i, i + idsAtOnce)));
  return questions;
}

function idQuestion(byId: [string, Tie[]][]): Question {
  const refs = new Map(
    byId.map(([id, ties]) => [id, ties.map(tie => tie.entityRef)]),
  );
  return {
    selector: `${kubernetesId} in (${[...refs.keys()].join(',')})`,
    namespace: byId[0][1][0].namespace,
    entityRefs: [...refs.values()].flat(),
    entitiesOf: pod => refs.get(labelOf(pod) ?? '') ?? [],
    parts: byId.length > 1 ? byId.map(one => idQuestion([one])) : [],
  };
}

function labelOf(pod: Wire): string | undefined {
  return textOf(objectOf(objectOf(pod.metadata).labels)[kubernetesId]);
}

function selectorQuestions(ties: Tie[]): Question[] {
  return [...byText(ties, tie => tie.selector)].map(([selector, same]) => {
    const entityRefs = same.map(tie => tie.entityRef);
    return {
      ...{ selector, namespace: same[0].namespace, entityRefs },
      ...{ entitiesOf: () => entityRefs, parts: [] },
    };
  });
}

function byText(
  ties: Tie[],
  textIn: (tie: Tie) => string | undefined,
): Map<string, Tie[]> {
  const groups = new Map<string, Tie[]>();
  for (const tie of ties) {
    const text = textIn(tie);
    if (text !== undefined)
      groups.set(text, [...(groups.get(text) ?? []), tie]);
  }
  return groups;
}
