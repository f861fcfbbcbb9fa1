import type { Cause } from '@countersign/domain';
import type { Look } from '../lookAt';
import { undecided, type Ruling, type Situation } from './Situation';

/**
 * What was there is there no more: what runs cannot be pulled again.
 *
 * Opened by the registry's own word that there is no such artifact, at the reference or at the digest; an outage says
 * nothing. Closed by a look that read the subject again.
 */
export function digestGone({ current, look }: Situation): Ruling {
  const { digest } = current.usage;
  // An outage repeats the registry's last word (S5.2), and says nothing new.
  if (look.resolution === current.resolution) return undecided;
  if (digest !== undefined && isNotFound(look))
    return {
      standing: [{ code: 'digest-gone', about: digest, old: digest }],
      decided: ['digest-gone'],
    };
  return subjectOf(look)?.status === 'complete'
    ? { standing: [], decided: ['digest-gone'] }
    : undecided;
}

function isNotFound(look: Look): boolean {
  const { resolution } = look;
  const subject = subjectOf(look);
  return [
    resolution.status === 'failed' ? resolution.cause : undefined,
    subject?.status === 'failed' ? subject.cause : undefined,
  ].some((cause?: Cause) => cause?.code === 'artifact-not-found');
}

function subjectOf({ collection }: Look) {
  return collection?.sources.find(({ source }) => source === 'subject');
}
