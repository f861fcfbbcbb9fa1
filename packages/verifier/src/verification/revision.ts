/**
 * Part of the key of evidence: raised only when the same bytes under the same authority may have another result
 * (S1.5, S6.3).
 *
 * @public
 */
export const verifierRevision: number = 3;
