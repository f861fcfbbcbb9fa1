import type { Verification } from '../engine';
import type { Observer } from './Observer';

/** The same verification, heard. */
export function observedVerification(
  verification: Verification,
  observer: Observer,
): Verification {
  return {
    revision: verification.revision,
    async verify(material, context) {
      const backend = context.authority.kind;
      try {
        const evidence = await observer.stage('verify', () =>
          verification.verify(material, context),
        );
        const isProven = evidence.outcome.status === 'proven';
        const outcome = isProven ? 'proven' : 'refused';
        observer.count('verifications', { backend, outcome });
        return evidence;
      } catch (error) {
        observer.count('verifications', { backend, outcome: 'error' });
        throw error;
      }
    },
    close: () => verification.close(),
  };
}
