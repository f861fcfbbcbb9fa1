/**
 * The words of an entity that rules are chosen by, but for its labels.
 *
 * @public
 */
export const filteredWords = [
  'kind',
  'type',
  'owner',
  'system',
  'lifecycle',
] as const;

/** @public */
export type FilteredWord = (typeof filteredWords)[number];

/**
 * Entities of which all of this holds; of several values of one word, one. What is not known of an entity holds (S3.1).
 *
 * @public
 */
export interface EntityFilter extends Partial<Record<FilteredWord, string[]>> {
  /** Values by the label's name. */
  labels?: Record<string, string[]>;
}
