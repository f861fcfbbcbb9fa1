import type { CauseCode } from '@countersign/domain';
import type { Sight } from '../lookAt';

/** Whether a host answered, as far as a look tells. */
export type HostHealth = 'answered' | 'failed' | 'unknown';

const silent: ReadonlySet<CauseCode> = new Set([
  'registry-unreachable',
  'rate-limited',
]);

/** Nobody may have been asked, or something else than the host ended the look. */
const ambiguous: ReadonlySet<CauseCode> = new Set([
  'host-not-allowed',
  'access-denied',
  'limit-exceeded',
  'unsupported-reference',
  'annotation-invalid',
]);

/**
 * What a look says about the host: whatever it answered to the first question counts, because a registry that serves an
 * artifact and fails with one of its attachments is not down.
 */
export function hostHealthOf(sight: Sight): HostHealth {
  if (sight.status === 'seen') return 'answered';
  const { code, message } = sight.cause;
  if (silent.has(code)) return 'failed';
  const isOurs = code === 'malformed' && message.startsWith('unexpected:');
  return isOurs || ambiguous.has(code) ? 'unknown' : 'answered';
}
