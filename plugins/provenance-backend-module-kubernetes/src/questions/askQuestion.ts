import {
  ClusterError,
  type Cluster,
  type KubernetesBackend,
} from '../clusters';
import type { Wire } from '../pods';
import type { Question } from './questionsOf';

const mostPods = 10_000;

/** Far more than 10,000 pods need: a server that sends an empty page for ever ends here. */
const mostPages = 200;

export interface AskContext {
  backend: Pick<KubernetesBackend, 'pods'>;
  cluster: Cluster;
  signal: AbortSignal;
  /** Is given each pod with those whose it is, at once: no list is ever held. */
  take(pod: Wire, entityRefs: readonly string[]): void;
}

/**
 * Goes through a list page by page. What was taken before something went wrong did run and stays.
 *
 * @returns why the list has no end, by entity; nothing where all went well
 * @throws ClusterError where the cluster is broken, and whatever the signal was aborted with
 */
export async function askQuestion(
  question: Question,
  context: AskContext,
): Promise<Map<string, string>> {
  try {
    await readList(question, context);
    return new Map();
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code === 'broken')
      throw error;
    if (error.code === 'limit' && question.parts.length > 0)
      return askParts(question.parts, context);
    return new Map(question.entityRefs.map(ref => [ref, error.message]));
  }
}

async function askParts(parts: Question[], context: AskContext) {
  const problems = new Map<string, string>();
  for (const part of parts)
    for (const [ref, problem] of await askQuestion(part, context))
      problems.set(ref, problem);
  return problems;
}

/** A server forgets a list after some minutes and says 410: then it begins anew, once. */
async function readList(question: Question, context: AskContext) {
  try {
    await readPages(question, context);
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code !== 'expired')
      throw error;
    await readPages(question, context);
  }
}

async function readPages(question: Question, context: AskContext) {
  const { backend, cluster, signal, take } = context;
  let next: string | undefined;
  let count = 0;
  for (let page = 0; page < mostPages; page++) {
    const list = await backend.pods(cluster, question, next, signal);
    for (const pod of list.pods) {
      if (++count > mostPods)
        throw new ClusterError('limit', `has more than ${mostPods} pods`);
      take(pod, question.entitiesOf(pod));
    }
    next = list.next;
    if (next === undefined) return;
  }
  throw new ClusterError('limit', `sent more than ${mostPages} pages`);
}
