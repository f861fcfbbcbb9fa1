/**
 * Raised only when the same inputs may have another verdict, decision or reason: a replica of an older release must not
 * judge back what a newer one judged (S6.3).
 *
 * @public
 */
export const judgeRevision: number = 5;
