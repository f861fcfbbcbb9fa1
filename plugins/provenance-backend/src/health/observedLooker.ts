import { obstaclesOf, type CauseOrigin } from '@countersign/domain';
import { LookError, type Collected } from '@countersign/verifier';
import type { Looker } from '../engine';
import type { Observer } from './Observer';

/** The same looker, heard. */
export function observedLooker(looker: Looker, observer: Observer): Looker {
  return {
    credentialScope: looker.credentialScope?.bind(looker),
    async resolve(reference, options) {
      const requests = { stage: 'resolve', backend: reference.type } as const;
      const outcome = (how: CauseOrigin | 'complete' | 'error') =>
        observer.count('requests', { ...requests, outcome: how });
      try {
        const digest = await observer.stage('resolve', () =>
          looker.resolve(reference, options),
        );
        outcome('complete');
        return digest;
      } catch (error) {
        outcome(error instanceof LookError ? error.problem.origin : 'error');
        throw error;
      }
    },
    async collect(reference, subject, options) {
      const requests = { stage: 'collect', backend: reference.type } as const;
      try {
        const collected = await observer.stage('collect', () =>
          looker.collect(reference, subject, options),
        );
        const outcome = outcomeOf(collected);
        observer.count('requests', { ...requests, outcome });
        return collected;
      } catch (error) {
        observer.count('requests', { ...requests, outcome: 'error' });
        throw error;
      }
    },
  };
}

/** What kept the collection from being complete; of several obstacles the first. */
function outcomeOf({ collection }: Collected): CauseOrigin | 'complete' {
  const [first] = obstaclesOf(collection);
  return first?.origin ?? 'complete';
}
