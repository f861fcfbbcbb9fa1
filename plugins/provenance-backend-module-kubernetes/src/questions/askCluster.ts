import { ClusterError } from '../clusters';
import { askQuestion, type AskContext } from './askQuestion';
import { inParallel } from './inParallel';
import type { Question } from './questionsOf';

const atOnce = 4;

/**
 * Asks one cluster all questions. The first answer that shows it to be broken, or late, is the last one that is waited
 * for: nobody learns anything by waiting for each of them.
 *
 * @returns why there may be more, by entity
 * @throws whatever the signal was aborted with
 */
export async function askCluster(
  questions: Question[],
  context: AskContext,
): Promise<Map<string, string>> {
  const problems = new Map<string, string>();
  let broken: string | undefined;
  await inParallel(questions, atOnce, async question => {
    try {
      if (broken === undefined)
        for (const [ref, problem] of await askQuestion(question, context))
          problems.set(ref, problem);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      broken ??= error.message;
    }
    if (broken !== undefined)
      for (const ref of question.entityRefs) problems.set(ref, broken);
  });
  return problems;
}
