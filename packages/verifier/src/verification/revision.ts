/**
 * Part of the key of evidence: raised only when the same bytes under the same authority may have another result
 * (S1.5, S6.3).
 *
 * @public
 */
export const verifierRevision: number = 3;

/**
 * Earlier revisions that proved what they must not have proven. Evidence of theirs is suspended at once (S6.4); that of
 * any other revision counts until it was verified again. A release that lists one also raises {@link verifierRevision}.
 *
 * @public
 */
export const unsafeRevisions: ReadonlySet<number> = new Set();
