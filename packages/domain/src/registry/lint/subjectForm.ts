/** What a subject, or a pattern over subjects, looks like. Stars are characters here. */
export type SubjectForm =
  | { type: 'address'; host: string; segments: string[] }
  | { type: 'email'; local: string; domain: string }
  | { type: 'other' };

const scheme = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\//;

export function subjectForm(subject: string): SubjectForm {
  const [start] = scheme.exec(subject) ?? [];
  if (start !== undefined) {
    const [host, ...segments] = subject.slice(start.length).split('/');
    return { type: 'address', host, segments };
  }
  const at = subject.lastIndexOf('@');
  if (at > 0 && !subject.includes('/'))
    return {
      type: 'email',
      local: subject.slice(0, at),
      domain: subject.slice(at + 1),
    };
  return { type: 'other' };
}

export function hasStar(text: string): boolean {
  return text.includes('*');
}

/** The owner of whatever is below this host, where no issuer says it: the segments of the path up to it, from 0. */
const ownerSegments = new Map([
  ['kubernetes.io', 1],
  ['circleci.com', 3],
]);

/**
 * The part of an address that says whose it is, and what comes behind it.
 *
 * @param ownerSegment - where the issuer's subjects have their owner
 */
export function ownerOf(
  { host, segments }: SubjectForm & { type: 'address' },
  ownerSegment = ownerSegments.get(host) ?? 0,
): { owner: string[]; below: string[] } {
  return {
    owner: segments.slice(0, ownerSegment + 1),
    below: segments.slice(ownerSegment + 1),
  };
}

/**
 * The part of a pattern that has to match the ref behind the `@`: what follows the first `@`, for no part before it can
 * hold one, else whatever an open `**` leaves to it.
 */
export function refTail(
  pattern: string,
): { tail: string; hasAt: boolean } | undefined {
  const at = pattern.indexOf('@');
  if (at >= 0) return { tail: pattern.slice(at + 1), hasAt: true };
  const open = pattern.indexOf('**');
  return open >= 0 ? { tail: pattern.slice(open), hasAt: false } : undefined;
}
