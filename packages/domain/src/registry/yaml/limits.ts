/** What a registry file may be at most. The largest that anybody reviews is far below each of them. */
export const yamlLimits = {
  /** UTF-16 units, and so never more than this many bytes where it is ASCII. */
  characters: 1024 * 1024,
  /** Words, brackets, spaces and line ends: what reading costs time for. */
  parts: 200_000,
  /** Lists and objects inside each other. */
  depth: 20,
  /** Columns that a line is indented. */
  indentation: 200,
};
