import type { Cause } from '@countersign/domain';
import type { Sight } from '../lookAt';

/** What a look says about one host: `unknown` where it was not asked. */
export type HostHealth =
  | { status: 'answered' | 'unknown' }
  | { status: 'failed'; cause: Cause };

/**
 * Whether the host itself answered the question for the digest, as the requests went: a refusal, or a 404, is a sign of
 * life, and what ended the look may be another host, a source of credentials, or a list of ours. What comes after the
 * digest counts for nothing: a registry that serves an artifact and fails with one of its attachments is not down.
 */
export function hostHealthOf(
  host: string,
  { contacts = [] }: Sight,
): HostHealth {
  const contact = contacts.find(one => one.host === host);
  if (!contact) return { status: 'unknown' };
  const { failure } = contact;
  return failure
    ? { status: 'failed', cause: failure }
    : { status: 'answered' };
}

/** Whom else the look needed: a token service, or where the host redirects to. */
export function furtherHosts(host: string, { contacts = [] }: Sight): string[] {
  return contacts.flatMap(one => (one.host === host ? [] : [one.host]));
}
